"""Register, log in, log out."""

import threading

import pytest
from sqlalchemy import update
from werkzeug.security import generate_password_hash

from app.extensions import db
from app.models import User

PASSWORD = "violet harbour lamp 42"


def test_registering_signs_in_with_a_welcome(person):
    """A newcomer lands on the dashboard and is greeted."""
    assert person.register("Ada").location == "/dashboard"
    assert "Welcome!" in person.get("/dashboard").text
    assert person.greeting() == "Ada"


def test_one_setting_sends_newcomers_to_the_login_page(make_app, new_person):
    """Without signing in at once the login page says that the account is ready."""
    person = new_person(make_app(REGISTER_SIGNS_IN=False))
    assert person.register().location == "/login"
    assert "Please log in." in person.get("/login").text
    assert person.greeting() is None
    assert person.log_in().location == "/dashboard"


@pytest.mark.parametrize("name", ["alice", "ALICE", "Ａlice"])
def test_a_taken_username_is_refused_beside_its_field(alice, new_person, name):
    """Every spelling of a taken name is taken."""
    page = new_person(alice.app).register(name, email="other@example.com")
    assert page.status_code == 200
    assert 'id="username-error">This username is taken.' in page.text


def test_a_taken_address_is_refused_beside_its_field(alice, new_person):
    """One address has one account, however it is written."""
    page = new_person(alice.app).register("bob", email="ALICE@example.COM")
    assert 'id="email-error">This email address has an account already.' in page.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "a b", "without spaces"),
        ("name", "Admin", "taken"),
        ("name", "a\0b", "without spaces"),
        ("email", "nonsense", "Invalid email address."),
        ("email", "", "required"),
        ("password", "short", "at least 15"),
        ("password", "alice@example.com", "easy to guess"),
        ("password2", "different words here", "differ"),
    ],
)
def test_bad_fields_are_refused_beside_themselves(person, field, value, message):
    """Each error stands under its field and is tied to it for screen readers."""
    shown = "username" if field == "name" else field
    page = person.register(**{"name": "alice", field: value}).text
    error = page.partition(f'id="{shown}-error">')[2].partition("</div>")[0]
    assert message in error
    assert 'aria-invalid="true"' in page
    assert f'aria-describedby="{shown}-error"' in page


def test_the_password_is_never_sent_back(person):
    """A refused form comes back without what was typed into its password fields."""
    assert PASSWORD not in person.register("a b").text


def test_twenty_equal_registrations_make_one_account(app, new_person, rows):
    """A race has one winner; the others are told, and nothing crashes."""
    people, start, pages = [new_person(app) for _ in range(20)], threading.Barrier(20), []
    tokens = [person.csrf("/register") for person in people]

    def race(person, token):
        fields = {"username": "Alice", "email": "a@example.com", "password": PASSWORD, "password2": PASSWORD}
        start.wait()
        pages.append(person.client.post("/register", data=fields | {"csrf_token": token}))

    threads = [threading.Thread(target=race, args=pair) for pair in zip(people, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(page.status_code for page in pages) == [200] * 19 + [302]
    # The winner may commit between a loser's two questions: then only the address is reported as used.
    assert all("taken" in p.text or "already" in p.text for p in pages if p.status_code == 200)
    assert rows(app, "SELECT count(*) FROM users") == [(1,)]


@pytest.mark.parametrize("name", ["alice", "Alice", "alice ", "alice@example.com", "ALICE@EXAMPLE.COM"])
def test_login_takes_username_or_address(alice, name):
    """Any spelling of either opens the account."""
    alice.log_out()
    assert alice.log_in(name).location == "/dashboard"
    assert alice.greeting() == "alice"


def test_unknown_names_and_wrong_passwords_get_one_answer(alice, new_person):
    """The answer does not tell whether the name exists."""

    def answer(name):
        person = new_person(alice.app)
        token = person.csrf()
        page = person.client.post("/login", data={"csrf_token": token, "username": name, "password": "wrong"})
        return page.status_code, page.text.replace(token, "").replace(name, "")

    known, unknown = answer("alice"), answer("zelda")
    assert "Wrong username or password." in known[1]
    assert known[0] == unknown[0]
    assert len(known[1]) == len(unknown[1])


@pytest.mark.parametrize(
    "password", ["", " " + PASSWORD, PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], "%", "*"]
)
def test_wrong_passwords_open_nothing(alice, password):
    """Only the very password does."""
    alice.log_out()
    assert alice.log_in(password=password).status_code == 200
    assert alice.greeting() is None


@pytest.mark.parametrize("method", ["scrypt:1024:8:1", "pbkdf2:sha256:10"])
def test_a_hash_from_werkzeug_is_renewed_at_login(alice, rows, method):
    """Accounts of the tutorials come over, and leave their old hash behind."""
    alice.log_out()
    with alice.app.app_context():
        db.session.execute(update(User).values(password_hash=generate_password_hash(PASSWORD, method)))
        db.session.commit()
    assert alice.log_in().status_code == 302
    assert rows(alice.app, "SELECT password_hash FROM users")[0][0].startswith("$argon2id$")


def test_a_protected_page_sends_to_login_and_back(alice):
    """The page first asked for is where one arrives."""
    alice.log_out()
    asked = alice.get("/account/password")
    assert asked.location == "/login?next=%2Faccount%2Fpassword"
    assert alice.log_in(url=asked.location).location == "/account/password"


@pytest.mark.parametrize("page", ["/login", "/register"])
def test_who_is_signed_in_is_sent_on(alice, page):
    """The login and registration pages are not for users."""
    assert alice.get(page).location == "/dashboard"
    assert alice.get(f"{page}?next=/account").location == "/account"
    assert alice.get(f"{page}?next=//evil.test").location == "/dashboard"


def test_navigation_knows_the_visitor(person):
    """Login for strangers, Logout for users."""
    assert "Login" in person.get("/").text
    person.register()
    page = person.get("/").text
    assert "Logout" in page
    assert "Login" not in page
    assert "Hello, <bdi>alice</bdi>" in page


def test_a_get_of_logout_only_asks(alice):
    """A link or an image on another site logs nobody out."""
    assert "Log out?" in alice.get("/logout").text
    assert alice.greeting() == "alice"


def test_logout_needs_the_token(alice):
    """Neither does a form on another site."""
    assert alice.client.post("/logout").status_code == 400
    assert alice.greeting() == "alice"


def test_logout_ends_the_session(alice):
    """Afterwards one is a stranger, with no cookie left that says otherwise."""
    assert alice.log_out().location == "/"
    assert alice.greeting() is None


@pytest.mark.parametrize("url", ["/login", "/register", "/reset"])
def test_forms_need_their_token(person, url):
    """No form works from another site."""
    assert person.client.post(url, data={"username": "x"}).status_code == 400
