"""What every answer tells the browser."""

import re

import pytest

PAGES = [
    "/",
    "/login",
    "/register",
    "/reset",
    "/dashboard",
    "/account",
    "/logout",
    "/nothing-here",
    "/account/password",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_headers(alice, page):
    """Strict policy, no framing, no sniffing, no cache; for users and strangers."""
    for person in (alice, alice.thief({})):
        headers = person.get(page).headers
        policy = headers["Content-Security-Policy"]
        assert all(part in policy for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'"))
        assert all(part in policy for part in ("frame-ancestors 'none'", "form-action 'self'"))
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_pages_need_nothing_that_the_policy_forbids(alice, page):
    """No inline script or style, and nothing from other sites."""
    for person in (alice, alice.thief({})):
        html = person.get(page, follow_redirects=True).text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", html)


def test_all_files_of_a_page_are_here(person):
    """Style sheets and icon are served by the app itself, and may be cached."""
    for url in re.findall(r'(?:href|src)="(/(?:static|bootstrap)[^"]*)"', person.get("/").text):
        with person.get(url) as answer:
            assert answer.status_code == 200
            assert "no-store" not in answer.headers["Cache-Control"]


def test_cookies_are_kept_from_scripts_networks_and_other_sites(alice):
    """Secure, HttpOnly, SameSite; no Domain."""
    alice.log_out()
    for cookie in alice.log_in(remember=True).headers.getlist("Set-Cookie"):
        assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie


def test_hsts_is_sent_over_https_only(person):
    """For a year."""
    assert (
        "max-age=31536000"
        in person.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
    )
    assert "Strict-Transport-Security" not in person.get("/").headers


def test_https_is_forced_where_configured(make_app, new_person):
    """Not by default, as on loopback there is none."""
    assert new_person(make_app(FORCE_HTTPS=True)).get("/login").location == "https://localhost/login"
    assert new_person(make_app()).get("/login").status_code == 200


def test_the_forms_help_password_managers(person):
    """Each field says what belongs into it, and has a label."""
    html = person.get("/register").text + person.get("/login").text
    assert all(
        f'autocomplete="{kind}"' in html for kind in ("username", "email", "current-password", "new-password")
    )
    for name in re.findall(r'<input[^>]*id="([^"]+)"[^>]*type="(?!hidden)', html):
        assert f'<label class="form-label" for="{name}"' in html or f'for="{name}"' in html


def test_password_fields_do_not_cut_what_is_pasted(person):
    """A browser's maxlength would."""
    assert not re.search(r'type="password"[^>]*maxlength', person.get("/register").text)
