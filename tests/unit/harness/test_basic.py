"""HTTP Basic: a login without a form, which browsers repeat by themselves."""

import base64

from authproof.client import UserAgent, WsgiClient
from authproof.client.agent import CrossSite
from authproof.site import Account, Wishes
from authproof.site.basic import basic_logins
from authproof.site.steps import log_in
from tests.unit.harness.support import APPS, BASE, answered, discovered

ADA = Account("ada.lovelace", "", "violet harbour lamp 42")


def asked(*headers):
    """A page that asks for a login in these ways."""
    return answered(*(("WWW-Authenticate", one) for one in headers), status=401)


def somebody(password=ADA.password):
    """Somebody who has typed this password at a page that shows what it was sent."""

    def app(environ, start_response):
        sent = environ.get("HTTP_AUTHORIZATION", "")
        right = sent == "Basic " + base64.b64encode(b"ada.lovelace:violet harbour lamp 42").decode()
        start_response("200 OK" if right else "401 Who?", [("WWW-Authenticate", "Basic")])
        return [b"in" if right else b"out"]

    agent = UserAgent(WsgiClient(app), BASE)
    log_in(agent, basic_logins([asked("Basic")])[0], ADA.with_password(password))
    return agent


def test_a_login_by_http_basic_is_found():
    """It needs a name and a password, and no page with a form."""
    wishes = Wishes(username=ADA.username, password=ADA.password)
    site = discovered(APPS / "basic_account.py", wishes).site
    assert (site.login.form.encoding, site.protected, site.logout) == ("basic", ("/",), None)


def test_only_a_page_that_asks_for_basic_is_one():
    """Bearer and Negotiate are spoken by others."""
    assert basic_logins([asked("Negotiate", 'BASIC realm="x"')])
    assert not basic_logins([asked("Bearer"), asked(), asked("")])


def test_a_refused_password_is_not_kept():
    """A browser asks again."""
    agent = somebody("wrong")
    assert agent.jar.authorization is None
    assert agent.get("/").response.text == "out"


def test_the_password_goes_along_from_other_sites_too():
    """Browsers send it as they send cookies, and no SameSite holds it back."""
    assert somebody().get("/", site=CrossSite.YES).response.text == "in"


def test_a_closed_browser_forgets_it():
    """It is kept in memory alone."""
    assert somebody().jar.after_restart().authorization is None
