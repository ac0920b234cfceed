"""Nothing that another site has a browser send, and no cookie that somebody made up, does anything here."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

PASSWORD = "violet harbour lamp 42"
RELAXED = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def alice(remembered):
    """Signed in and remembered."""
    return remembered


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/logout", "/account/delete", "/account/sessions/end-others", "/account/sessions/1/end"]
)
def test_no_link_or_picture_ends_anything(alice, elsewhere, path, method):
    """What any page of the web can have a browser ask for changes nothing."""
    alice.client.open(path, method=method)
    assert (alice.greeting(), elsewhere.greeting()) == ("alice", "alice")


def doors(app):
    """Every path that takes a POST, with the numbers and words that its rule asks for."""
    values = {"session_id": 1, "token": "x", "filename": "x"}
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}) for rule in rules
        ]


def foreign(alice, new_person):
    """A stranger's token."""
    return new_person(alice.app).csrf()


def of_another_user(alice, new_person):
    """The token of somebody who is signed in as another."""
    bob = new_person(alice.app)
    bob.register("bob")
    return bob.csrf("/account")


def from_before_logout(alice, new_person):
    """The token of alice's last session."""
    token = alice.csrf("/account")
    alice.log_out()
    alice.log_in()
    return token


def none(alice, new_person):
    """No token."""
    return ""


def made_up(alice, new_person):
    """A token that nobody signed."""
    return "ImFiYyI.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"


@pytest.mark.parametrize("token", [none, made_up, foreign, of_another_user, from_before_logout])
def test_no_form_is_taken_with_a_token_of_another_session(alice, elsewhere, new_person, token):
    """Every path of the app that takes a form refuses it, in a field and in a header, and nothing has changed."""
    value = token(alice, new_person)
    alice.get("/account")
    fields = {"password": PASSWORD, "current": PASSWORD, "username": "alice", "email": "alice@example.com"}
    for path in doors(alice.app):
        for place in (
            {"data": fields | {"csrf_token": value}},
            {"data": fields, "headers": {"X-CSRFToken": value}},
        ):
            assert alice.client.post(path, **place).status_code == 400, path
    assert (alice.greeting(), elsewhere.greeting()) == ("alice", "alice")


def test_all_doors_are_known(alice):
    """The forms that a person can send are among those that the test above tried."""
    expected = {
        "/login",
        "/register",
        "/logout",
        "/reset",
        "/reset/x",
        "/account/password",
        "/account/delete",
    }
    assert expected | {"/account/sessions/1/end", "/account/sessions/end-others"} == set(doors(alice.app))


HEADER = st.text(
    st.characters(min_codepoint=0x20, exclude_characters=";,\x7f", exclude_categories=["Cs"]), max_size=60
)


@settings(max_examples=60, suppress_health_check=RELAXED)
@given(value=HEADER, tail=HEADER, name=st.sampled_from(["remember_token", "__Host-session"]))
@example(value="1", tail="é", name="remember_token")
@example(value="1|", tail="٣" * 128, name="remember_token")
@example(value="\x80", tail="\xff|", name="remember_token")
def test_a_forged_cookie_of_any_bytes_is_a_strangers(roomy, value, tail, name):
    """Also where its signature is no ASCII, at which Flask-Login's comparison raises."""
    raw = f"{name}={value}|{tail}".encode().decode("latin-1")
    answer = roomy.test_client(use_cookies=False).get("/dashboard", headers={"Cookie": raw})
    assert (answer.status_code, answer.location) == (302, "/login?next=%2Fdashboard")


@settings(max_examples=40, suppress_health_check=RELAXED)
@given(data=st.data())
def test_a_remember_cookie_changed_in_one_place_opens_nothing(alice, data):
    """Neither its token nor its signature may differ in any character."""
    whole = alice.cookies()["remember_token"]
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from("Aa0_-|é ").filter(lambda char: char != whole[place]))
    changed = whole[:place] + other + whole[place + 1 :]
    raw = f"remember_token={changed}".encode().decode("latin-1")
    assert (
        alice.app.test_client(use_cookies=False).get("/dashboard", headers={"Cookie": raw}).status_code == 302
    )
