"""Root causes that several checks meet: one headline instead of many alarms (CATALOGUE, section 8, rule 12)."""

CAUSES = {
    "stateless-session-cookie": (
        "Stateless session cookie: the session lives in the browser's cookie alone, so the server can end no copy of it"
    ),
    "static-remember-token": (
        "Static remember token: Flask-Login's remember cookie is the user's id and a signature, the same for ever"
    ),
    "framework-default-hash": (
        "Framework-default hash: Werkzeug's default scrypt parameters are below the floor that OWASP asks for"
    ),
    "unsigned-id-cookie": "Unsigned id cookie: who somebody is stands in a cookie that anybody can write",
    "reset-token-in-log": "Reset token in the log: whoever reads the log can choose a new password",
    "auth-switched-off": "Auth switched off: the configuration disables a guard of the login",
}


def headline(cause: str) -> str:
    """The sentence for a cause; an unknown one speaks for itself."""
    return CAUSES.get(cause, cause.replace("-", " "))
