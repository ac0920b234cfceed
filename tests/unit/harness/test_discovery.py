"""Discovery learns a login by trying what pages do: in any language, with any names, without a flag."""

import pytest

from authproof.audit.stage import prepare
from authproof.client import UserAgent, WsgiClient
from authproof.errors import TargetError
from authproof.findings import Policy
from authproof.site import Discovery, Site, Wishes
from authproof.site.nextparam import next_parameters
from tests.unit.harness.support import APPS, BASE, EXAMPLES, discovered, loaded

SEEDED = Wishes(username="erika", password="vingt-trois pommes vertes")
# target: login page and where it posts to, registration, way out, pages for members only, what is typed,
# the session cookie, whether a newcomer is in at once
NEW, IN = ("session", False), ("session", True)
SITES = [
    (
        APPS / "anmeldung.py",
        ("/anmelden", "/anmelden"),
        "/registrieren",
        "/abmelden",
        {"/konto"},
        "username",
        NEW,
    ),
    (APPS / "classy.py", ("/enter", "/enter"), "/join", "/bye", {"/plot", "/welcome"}, "username", NEW),
    (
        APPS / "factory_args.py",
        ("/auth/login", "/auth/check"),
        "/auth/signup",
        "/auth/logout",
        {"/auth/home"},
        "username",
        NEW,
    ),
    (APPS / "two_forms.py", ("/", "/session"), "/", "/session/end", {"/shelf"}, "email", ("sid", False)),
    (
        APPS / "wsgi_only.py",
        ("/signin", "/signin"),
        "/signup",
        "/signout",
        {"/profile"},
        "username",
        ("ticket", False),
    ),
    (EXAMPLES / "blog_login.py", ("/login", "/login"), "/register", "/logout", set(), "username", IN),
    (
        EXAMPLES / "user_authentication.py",
        ("/login", "/login"),
        "/register",
        "/logout",
        {"/dashboard"},
        "username",
        IN,
    ),
    (
        EXAMPLES / "mega_tutorial.py",
        ("/login", "/login"),
        "/register",
        "/logout",
        {"/", "/index"},
        "username",
        NEW,
    ),
]


@pytest.mark.parametrize(
    ("target", "entrance", "register", "logout", "protected", "identity", "session"),
    SITES,
    ids=lambda value: getattr(value, "stem", ""),
)
def test_every_page_is_found_without_a_flag(target, entrance, register, logout, protected, identity, session):
    """Login, registration, way out, private pages and session cookie of apps that nobody wrote for this."""
    with loaded(target) as process:
        site = process.here(prepare, Wishes(), Policy(), trying="to learn the site", time_limit=60).site
    assert (site.login.form.path, site.login.form.action, site.login.identity) == (*entrance, identity)
    assert (site.register.form.path, site.logout.action or site.logout.path) == (register, logout)
    assert set(site.protected) >= protected
    cookie, signed_in = session
    assert (cookie in site.cookies, site.signed_in_after_register) == (True, signed_in)


def test_a_login_without_registration_is_found_with_an_account():
    """A name and a password are enough; the way out and the private page are found as ever."""
    prepared = discovered(APPS / "seeded.py", SEEDED)
    site = prepared.site
    assert (site.login.form.path, site.register, site.logout.path, site.protected) == (
        "/connexion",
        None,
        "/deconnexion",
        ("/espace",),
    )
    assert (prepared.user.username, prepared.other) == ("erika", None)


def test_a_wrong_account_is_refused_with_what_was_tried():
    """It says at which form, with which name, and how to name the pages."""
    with pytest.raises(TargetError) as caught:
        discovered(APPS / "seeded.py", Wishes(username="erika", password="wrong"))
    assert "logged in at /connexion with the username" in caught.value.seen
    assert "--username" in caught.value.advice


def test_flags_go_before_what_would_be_found():
    """A page that the user names is the one that is used."""
    site = discovered(
        APPS / "classy.py", Wishes(login="/enter", register="/join", logout="/bye", protected=("/welcome",))
    ).site
    assert (site.login.form.path, site.register.form.path, site.logout.path) == ("/enter", "/join", "/bye")
    assert "/welcome" in site.protected


def test_a_flag_for_a_page_without_a_login_is_no_login():
    """What the user names is not second-guessed."""
    with pytest.raises(TargetError, match="control login was refused"):
        discovered(APPS / "classy.py", Wishes(login="/plot"))


def test_no_registration_may_be_wished_for():
    """`--register none` makes no account, and so needs one."""
    with pytest.raises(TargetError, match="--username"):
        discovered(APPS / "anmeldung.py", Wishes(register="none"))


@pytest.mark.parametrize(
    ("location", "body", "name"),
    [
        ("/login?wohin=%2Fkonto", "", "wohin"),
        (
            "",
            "<form><input type=hidden name=back value=/><input type=password name=p></form>",
            "back",
        ),
    ],
)
def test_the_parameter_that_a_site_uses_comes_first(location, body, name):
    """A redirect that names the page first asked for, or a hidden field that holds a path; the usual names follow."""

    def app(environ, start_response):
        start_response(
            "302 Found" if location else "200 OK", [("Location", location), ("Content-Type", "text/html")]
        )
        return [body.encode()]

    agent = UserAgent(WsgiClient(app), BASE)
    names = next_parameters(agent, Site(BASE, None, None, None, ()), [agent.get("/konto", follow=False)])
    assert (names[0], {"next", "return_to", "goto"} < set(names)) == (name, True)


def test_an_app_that_wants_https_is_audited_over_https():
    """A redirect from http to https of the same host moves the whole audit there."""

    def app(environ, start_response):
        secure = environ["wsgi.url_scheme"] == "https"
        there = [] if secure else [("Location", f"https://localhost{environ['PATH_INFO']}")]
        start_response("404 Nothing" if secure else "301 Moved", there)
        return []

    discovery = Discovery(WsgiClient(app), BASE, Wishes())
    with pytest.raises(TargetError, match="No login page was found"):
        discovery.run()
    assert discovery.base == "https://localhost"
