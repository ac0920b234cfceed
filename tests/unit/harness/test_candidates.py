"""Which form is tried first, what is typed into it, and who is made up to type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.client import UserAgent, WsgiClient
from authproof.site import AccountMaker
from authproof.site.candidates import forms_of, login_recipes, register_recipes
from authproof.site.crawl import crawl, is_risky, next_paths
from authproof.site.words import suggests
from tests.unit.harness.support import answered, forms, page

PASSWORD = "<input type=password name=pw>"
LOGIN = f"<form action=/in><input name=who>{PASSWORD}<input type=checkbox name=keep></form>"
AGAIN = "<input type=password name=again>"
REGISTER = f"<form action=/new><input name=who><input type=email name=mail>{PASSWORD}{AGAIN}</form>"


@pytest.mark.parametrize("html", [LOGIN + REGISTER, REGISTER + LOGIN])
def test_the_form_with_one_password_is_the_likelier_login(html):
    """Wherever it stands on the page, a form that asks twice is no login."""
    assert {one.form.action for one in login_recipes(forms(html))} == {"/in"}
    assert register_recipes(forms(html))[0].form.action == "/new"


def test_autocomplete_tells_two_forms_of_one_shape_apart():
    """`current-password` goes before `new-password` for a login, and after it for a registration."""
    both = "".join(
        f"<form action=/{kind}><input name=e><input type=password name=p autocomplete={kind}-password></form>"
        for kind in ("new", "current")
    )
    assert login_recipes(forms(both))[0].form.action == "/current"
    assert register_recipes(forms(both))[0].form.action == "/new"


def test_the_identity_is_the_text_before_the_password():
    """Of several, the nearest; a box that keeps people signed in is remembered."""
    html = f"<form><input name=captcha><input name=who>{PASSWORD}<input name=after>"
    html += "<input type=checkbox name=x aria-label='Stay signed in'></form>"
    recipe = login_recipes(forms(html))[0]
    assert (recipe.identity_field, recipe.password_field, recipe.remember_field) == ("who", "pw", "x")


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        ("type=email name=x", "email"),
        ("name=email", "email"),
        ("name=correo", "email"),
        ("name=x autocomplete=email", "email"),
        ("name=x", "username"),
    ],
)
def test_an_identity_that_takes_an_address_is_tried_with_one(control, kind):
    """Both are tried, the likelier first."""
    recipes = login_recipes(forms(f"<form><input {control}>{PASSWORD}</form>"))
    assert [one.identity for one in recipes] == [kind, {"email": "username", "username": "email"}[kind]]


def test_a_registration_is_filled_in_as_a_person_would():
    """A name, an address, both passwords, required boxes ticked, one option chosen, a number, a textarea."""
    html = (
        "<form><input name=user><input name=full><input type=email name=mail>"
        "<input type=password name=p><input type=password name=p2>"
        "<input type=checkbox name=terms required><input type=checkbox name=news><input type=number name=age>"
        "<select name=land><option value=''>?<option>nl</select><textarea name=bio></textarea>"
        "<input type=hidden name=csrf value=1></form>"
    )
    assert dict(register_recipes(forms(html))[0].roles) == {
        "user": "username", "full": "username", "mail": "email", "p": "password", "p2": "password",
        "terms": "tick", "age": "=42", "land": "=nl", "bio": "=Hello from Ada",
    }  # fmt: skip


def test_every_reading_of_a_registration_is_different():
    """No way of filling in is tried twice, and the plain one comes first."""
    recipes = register_recipes(forms(REGISTER))
    assert len(recipes) == len(set(recipes))
    assert (recipes[0].password_length, recipes[0].special) == (20, True)
    assert recipes[0].fields_for("password") == ("pw", "again")


def test_the_same_form_on_every_page_is_one_form():
    """A login in the page's head is not tried on each page."""
    pages = [page(LOGIN, f"http://localhost/{number}") for number in range(3)]
    assert [one.page for one in forms_of(pages)] == ["http://localhost/0"]


def test_forms_without_a_password_are_no_candidates():
    """Search and newsletter are left alone."""
    assert forms_of([page("<form><input type=search name=q></form>")]) == []


@given(st.text(min_size=1))
def test_the_same_seed_makes_the_same_people(seed):
    """A check that runs again meets the same people with the same passwords."""
    first, second = AccountMaker(seed), AccountMaker(seed)
    assert [first.account() for _ in range(3)] == [second.account() for _ in range(3)]


@given(st.text(), st.integers(5, 200), st.booleans())
def test_a_made_up_password_satisfies_composition_rules(seed, length, special):
    """As long as asked, with both cases and a digit, and punctuation only where it may be."""
    password = AccountMaker(seed).password(length, special=special)
    assert (len(password), password.isalnum()) == (length, not special)
    assert any(map(str.isupper, password))
    assert any(map(str.islower, password))
    assert any(map(str.isdigit, password))


@given(st.text())
def test_no_two_people_share_a_name(seed):
    """A name on a page proves whose page it is."""
    maker = AccountMaker(seed)
    people = [maker.account() for _ in range(20)]
    assert (
        len(
            {one.username for one in people}
            | {one.email for one in people}
            | {one.password for one in people}
        )
        == 60
    )


def test_an_account_can_be_another_name_or_another_password():
    """The changed copy shares the rest."""
    ada = AccountMaker("x").account()
    assert (ada.named("bob").password, ada.with_password("z").username) == (ada.password, ada.username)
    assert (ada.identity("email"), ada.identity("username")) == (ada.email, ada.username)


@pytest.mark.parametrize(
    ("what", "text", "told"),
    [
        ("logout", "/abmelden", True),
        ("logout", "ログアウト", True),
        ("logout", "Se déconnecter", True),
        ("logout", "/login", False),
        ("login", "/connexion", True),
        ("login", "Войти", True),
        ("register", "/registrieren", True),
        ("register", "新規登録", True),
        ("email", "メールアドレス", True),
        ("remember", "Angemeldet bleiben", True),
        ("harm", "/account/delete", True),
        ("harm", "/account", False),
    ],
)
def test_words_of_many_languages_suggest_what_to_try(what, text, told):
    """Only the order of trying hangs on them."""
    assert suggests(what, text) == told


@given(st.sampled_from(["logout", "login", "register", "email", "remember", "harm"]), st.lists(st.text()))
def test_case_and_company_change_no_suggestion(what, texts):
    """A stem is found whatever stands around it; any text is taken."""
    assert suggests(what, *texts, "E-MAIL LOGOUT login Register remember-me DELETE")
    assert isinstance(suggests(what, *texts), bool)


def test_a_page_leads_to_its_links_and_its_redirect_on_the_site():
    """What leaves the site is not visited."""
    html = "<a href=/a?b=1#c>x</a><a href=//evil.test/>y</a><a href=mailto:a@b>m</a>"
    html += "<meta http-equiv=refresh content='0;url=/r'>"
    assert next_paths(page(html)) == ["/r", "/a?b=1"]
    assert next_paths(answered(("Location", "/home"), status=302)) == ["/home"]


def test_a_crawl_visits_what_ends_the_session_last():
    """Links are followed within the bound, those that may sign out or destroy at the end, each page once."""

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<a href=/logout>o</a><a href=/account/delete>d</a><a href=/a>a</a><a href=/b>b</a>"]

    seen = list(crawl(UserAgent(WsgiClient(app), "http://localhost"), ["/"]))
    assert (seen[:3], set(map(is_risky, seen[3:]))) == (["/", "/a", "/b"], {True})


def test_a_crawl_ends_on_a_site_without_end():
    """So many pages and no more."""

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [f"<a href={environ['PATH_INFO']}x>more</a>".encode()]

    assert len(crawl(UserAgent(WsgiClient(app), "http://localhost"), ["/"], limit=9)) == 9


def test_a_login_in_every_header_is_tried_on_its_own_page():
    """Where redirects lead to it, and say where to go on."""
    header = f"<form action=/login><input name=who>{PASSWORD}</form>"
    pages = [page(header, "http://localhost/"), page(header, "http://localhost/login?next=/a")]
    assert [form.page for form in forms_of(pages)] == ["http://localhost/login?next=/a"]
