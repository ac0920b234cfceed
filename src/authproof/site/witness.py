"""Pages that tell who is signed in: found by looking with two browsers, one in and one out."""

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.site.accounts import Account
from authproof.site.html import read_page
from authproof.site.insider import Insider
from authproof.site.model import Witness
from authproof.site.steps import form_shapes, path_of


def witnesses(inside: Insider, outside: UserAgent, paths: list[str], *, enough: int) -> tuple[Witness, ...]:
    """The pages among `paths` that differ for the browser that is signed in; the first becomes its proof."""
    found: list[Witness] = []
    for path in paths:
        if len(found) == enough:
            break
        # One-time messages ("welcome back") show once and would pass for a difference of the page.
        seen = [browser.get(path) for browser in (inside, outside, inside, outside)][2:]
        if witness := compare(path, seen[0], seen[1], inside.account):
            found.append(witness)
            inside.proof = inside.proof or witness
    return tuple(found)


def compare(path: str, seen_inside: Exchange, seen_outside: Exchange, account: Account) -> Witness | None:
    """Judge one page from the two answers to it; None where they do not tell who is in."""
    if read_page(seen_inside).sends_on:
        return None
    arrives = path_of(seen_inside)
    if not 200 <= seen_inside.response.status < 300 or arrives != path.partition("?")[0]:
        return None
    marked = (
        account.username in seen_inside.response.text and account.username not in seen_outside.response.text
    )
    in_place = _refuses_in_place(seen_inside, seen_outside)
    turned_away = not 200 <= seen_outside.response.status < 300 or path_of(seen_outside) != arrives
    guarded = turned_away or in_place
    if not (guarded or marked):
        return None
    return Witness(path, guarded, marked, arrives, form_shapes(seen_outside) if in_place else None)


def _refuses_in_place(seen_inside: Exchange, seen_outside: Exchange) -> bool:
    """Whether the page shows a login form where the one who is in sees none.

    A page with a form that both get is open to both: the login stands in its header.
    """
    inside, outside = read_page(seen_inside).forms, read_page(seen_outside).forms
    shapes = [form.shape for form in inside]
    offered = [form.shape for form in outside if form.method == "post" and form.shape]
    asks = [form.shape for form in outside if len(form.passwords) == 1]
    return not any(shape in offered for shape in shapes) and any(shape not in shapes for shape in asks)
