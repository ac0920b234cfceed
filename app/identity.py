"""Identities: when two names are one, and which may be taken."""

import re
import unicodedata

from email_validator import validate_email
from precis_i18n import get_profile

MAX_USERNAME = 64

# Names that sound like the site itself speaking.
_RESERVED = re.compile(
    r"admin(istrator)?|root|system|sysadmin|superuser|moderator|support|security|(web|post|host)master"
    r"|abuse|info|staff|help|owner|anonymous|null|none|undefined"
)
# RFC 8265: no spaces, controls or invisible characters.
_USERNAME = get_profile("UsernameCaseMapped")


def username_key(username: str) -> str | None:
    """The form in which all spellings of a username are one, or nothing where it is no username."""
    # The sign that tells an email address from a username in the login form is not for usernames.
    if len(username) > MAX_USERNAME or "@" in username:
        return None
    try:
        key = _fold(_USERNAME.enforce(username))
    except UnicodeError:
        return None
    return key if len(key) <= MAX_USERNAME else None


def shown_username(username: str) -> str:
    """A username as pages show it: as typed, but without wide letters and the like."""
    return unicodedata.normalize("NFKC", username)


def email_key(email: str) -> str | None:
    """The form in which all spellings of an email address are one, or nothing where it is none."""
    try:
        # Mail servers seldom take other scripts before the @, and none of them tells upper from lower case.
        address = validate_email(email, check_deliverability=False, allow_smtputf8=False).normalized
    except ValueError:
        return None
    return _fold(address)


def login_key(name: str) -> str | None:
    """The canonical form of what was typed into the login form, be it username or email."""
    name = name.strip()
    return email_key(name) if "@" in name else username_key(name)


def throttle_key(name: str) -> str:
    """A key for any name at all, so that unknown and impossible ones are counted like others."""
    return login_key(name) or _fold(name).strip()


def is_reserved(key: str) -> bool:
    """Tell whether nobody may take this name at the registration page."""
    return _RESERVED.fullmatch(key) is not None


def _fold(text: str) -> str:
    # PRECIS lowers case; folding also joins 'ß' with 'ss' and the two small sigmas.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
