"""Password change, reset, deletion and profile are found by what they do, in any language."""

from authproof.audit import AuditOptions, audit
from authproof.audit.stage import prepare, seek_features
from authproof.findings import Outcome, Policy
from authproof.site import Wishes
from authproof.target import parse_target
from tests.unit.harness.support import APPS, STYLES, discovered, loaded

ONLY_ONE = Wishes(username="erika@example.com", password="vingt-trois pommes vertes")


def test_an_account_with_everything_is_found_out():
    """Spanish fields, raw sqlite3, mail from a thread: all four are seen to work."""
    found = discovered(APPS / "cuenta.py").site.features
    assert found.change.roles == (("actual", "current"), ("nueva", "new"))
    assert (found.reset.identity_field, found.reset.identity) == ("correo", "email")
    assert found.deletion.password_fields == ("clave",)
    assert (found.profile.fields, found.profile.email_field) == (("correo", "ciudad"), "correo")


def test_a_password_change_by_json_is_found():
    """All usual names are sent at once; the endpoint takes those that it knows."""
    change = discovered(APPS / "json_account.py").site.features.change
    assert (change.form.path, change.form.encoding) == ("/api/password", "json")


def test_the_only_account_is_left_as_it_was():
    """Where nobody can register, each kind is sought in a child, and the checks find the account in order."""
    target = parse_target(f"{APPS / 'cuenta.py'}:sembrada")
    report, _ = audit(AuditOptions(target, wishes=ONLY_ONE, only=("session-replay-after-password-change",)))
    assert [one.outcome for one in report.results] == [Outcome.PASSED]


def test_a_password_change_by_put_is_found():
    """As REST has it, at an API whose keys nobody can guess."""
    change = discovered(STYLES / "json_api.py").site.features.change
    assert (change.form.path, change.form.method) == ("/api/me/password", "put")


def test_keys_that_an_endpoint_complains_of_are_learned():
    """`handle` is no usual name; the answer to an empty object says it."""
    site = discovered(STYLES / "json_api.py").site
    assert site.login.identity_field == "handle"
    assert site.register.roles == (("handle", "username"), ("password", "password"))


def test_a_logout_that_leaves_the_token_alone_is_a_logout():
    """The page's script forgets the token; that the server does not is for a check to say."""
    planted = f"{STYLES / 'planted_json.py'}:logout_says_goodbye_only"
    assert discovered(planted).site.logout.path == "/api/logout"


def test_the_name_of_the_only_account_is_not_edited():
    """Whoever changed it could not log in again; the motto may be written over."""
    wishes = Wishes(username="ada.lovelace", password="violet harbour lamp 42")
    with loaded(APPS / "self_renaming.py") as process:
        ready = process.here(prepare, wishes, Policy(), trying="to learn the site", time_limit=60)
        found = process.here(seek_features, wishes, ready.site, "profile", trying="to edit", time_limit=60)
    assert found.profile.fields == ("motto",)
