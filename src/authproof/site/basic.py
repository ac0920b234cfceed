"""HTTP Basic (RFC 7617): a login without a form. A page asks for it by 401; name and password go along from then on.

It is handled as a form without a page, as JSON endpoints are.
"""

import base64
from collections.abc import Iterable

from authproof.client.agent import CrossSite, Fields, UserAgent
from authproof.exchange import Exchange, Request
from authproof.site.html import Field, Form
from authproof.site.model import FormRecipe, LoginRecipe

_NAME, _PASSWORD = "username", "password"  # nosec B105 - the names of two controls


def basic_logins(pages: Iterable[Exchange]) -> list[LoginRecipe]:
    """Logins at the pages that ask for a name and a password by their status; one of them is enough."""
    asking = [page.request.path for page in pages if _asks(page)]
    return [
        LoginRecipe(FormRecipe(path, (_NAME, _PASSWORD), path, "basic"), _NAME, _PASSWORD, None, kind)
        for path in asking[:1]
        for kind in ("username", "email")
    ]


def _asks(page: Exchange) -> bool:
    schemes = [
        line.split(None, 1)[0].lower() for line in page.response.all("WWW-Authenticate") if line.strip()
    ]
    return page.response.status == 401 and "basic" in schemes


def basic_form(exchange: Exchange, url: str) -> Form:
    """What a browser asks for when a page wants Basic, as a form to fill in."""
    fields = (Field(_NAME, "text"), Field(_PASSWORD, "password"))
    return Form(exchange.request.url, url, "post", fields, encoding="basic")


def submit_basic(
    agent: UserAgent, form: Form, pairs: Fields, *, follow: bool = True, site: CrossSite = CrossSite.NO
) -> Exchange:
    """Ask again with name and password, and keep them unless they are refused, as browsers do.

    What comes from another site is a link: no page can make a browser send a name and a password of its choice.
    """
    if site is CrossSite.YES:
        return agent.get(form.action, follow=follow, site=site)
    typed = dict(pairs)
    pair = f"{typed.get(_NAME, '')}:{typed.get(_PASSWORD, '')}".encode("utf-8", "surrogatepass")
    header = f"Basic {base64.b64encode(pair).decode()}"
    answer = agent.send(Request("GET", form.action, (("Authorization", header),)), follow=False)
    if answer.response.status == 401:
        return answer
    agent.jar.authorization = header
    return agent.get(form.action) if follow and answer.response.is_redirect else answer
