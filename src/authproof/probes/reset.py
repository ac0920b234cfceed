"""Asking for a reset link and reading it, as a person with a mailbox does; and what of a link is the token."""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from authproof.exchange import Exchange
from authproof.findings import Inconclusive, NotApplicable
from authproof.site import Account, account_steps
from authproof.site.model import ResetRecipe
from authproof.site.steps import FormGone
from authproof.target.inside import Inside
from authproof.target.mail import Mail
from authproof.visitor import Scene

# Between two requests: longer than the windows in which apps count requests, and than links live.
PAUSE_S = 2 * 3600
# Shorter pieces of a link (a date, a number) are no secret beside one of this length.
_SECRET_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Mailed:
    """A request for a link and what came of it: all exchanges of the request, all mails, the link's path and query."""

    link: str
    asked: tuple[Exchange, ...]
    mails: tuple[Mail, ...]


class ResetDesk:
    """Where one says that the password is forgotten. Needs the mails, so the app in this process."""

    def __init__(self, scene: Scene) -> None:
        """Go there.

        Raises:
            NotApplicable: the site has no reset by mail, or its mails cannot be read.
        """
        self.scene = scene
        self.inside: Inside = scene.need_inside()
        self.recipe: ResetRecipe = need_reset(scene)
        self._place: int | None = None

    def ask(self, account: Account, *, pause: float = PAUSE_S) -> Mailed:
        """Ask for a link and take it out of the mail; `pause` goes by first.

        Raises:
            Inconclusive: no mail came, or none with a link to a form for a new password.
        """
        if self._place is None:
            self._place = self._find_place(self.request(account, pause=pause)[1])
        asked, mails = self.request(account, pause=pause)
        links = links_of(mails)
        if self._place >= len(links):
            raise Inconclusive(f"a second request to {self.recipe.form.path} sent no mail with a link")
        return Mailed(links[self._place], asked, mails)

    def request(
        self, account: Account, *, pause: float = 0.0, address: str = "127.0.0.1"
    ) -> tuple[tuple[Exchange, ...], tuple[Mail, ...]]:
        """Send the form: the exchanges, and the mails that came of it, maybe none."""
        if pause:
            self.inside.clock.advance(pause)
        visitor = self.scene.visitor(account=account, address=address)
        before = len(self.inside.mailbox.mails)
        account_steps.request_reset(visitor.agent, self.recipe, account)
        return tuple(visitor.history), tuple(self.inside.mailbox.mails[before:])

    def follow(self, link: str, account: Account) -> Exchange | None:
        """Follow a link and choose this account's password; the request, None where the link shows no form."""
        visitor = self.scene.visitor(account=account)
        try:
            account_steps.reset_password(visitor.agent, link, account.password)
        except FormGone:
            return None
        return next(one for one in reversed(visitor.history) if one.request.method == "POST")

    def _find_place(self, mails: tuple[Mail, ...]) -> int:
        for place, link in enumerate(links_of(mails)):
            try:
                account_steps.reset_form(self.scene.visitor().visit(link))
            except FormGone:
                continue
            return place
        raise Inconclusive(
            f"a request to {self.recipe.form.path} sent {len(mails)} mails, and none with a link to a form for a"
            " new password"
        )


def need_reset(scene: Scene) -> ResetRecipe:
    """The way to ask for a link.

    Raises:
        NotApplicable: there is none.
    """
    if scene.site.features.reset is None:
        raise NotApplicable(
            "no password reset was found, looked for a form that mails a link to choose a new one"
        )
    return scene.site.features.reset


def links_of(mails: Sequence[Mail]) -> tuple[str, ...]:
    """The links of some mails, in their order."""
    return tuple(link for mail in mails for link in account_steps.links_in(mail.content))


def pieces(link: str) -> tuple[str, ...]:
    """What a link consists of: the segments of its path, the values of its query, as they are written."""
    path, _, query = link.partition("?")
    values = [pair.partition("=")[2] or pair for pair in query.split("&")] if query else []
    return (*path.split("/"), *values)


def varying(links: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The pieces in which links differ, each as the values that it had; links of unlike shape differ as a whole."""
    taken = [pieces(link) for link in links]
    if len({len(one) for one in taken}) > 1:
        return (tuple(links),)
    return tuple(column for column in zip(*taken, strict=True) if len(set(column)) > 1)


def secrets_of(link: str, others: Sequence[str]) -> tuple[str, ...]:
    """The pieces of a link that no other link has and that are long enough to be its secret, else the longest."""
    known = {piece for other in others for piece in pieces(other)}
    own = sorted(
        {unquote(piece) for piece in pieces(link) if piece not in known}, key=lambda one: (-len(one), one)
    )
    return tuple(piece for piece in own if len(piece) >= _SECRET_LENGTH) or tuple(own[:1])


def whose(link: str, sibling: str, foreign: str) -> dict[str, str]:
    """The pieces of a link that say whose it is, each with what stands there in somebody else's link.

    These are the pieces that two links of one person share (`link`, `sibling`) and that the stranger's has not.
    """
    three = [pieces(one) for one in (link, sibling, foreign)]
    if len({len(one) for one in three}) > 1:
        return {}
    return {mine: other for mine, again, other in zip(*three, strict=True) if mine == again != other}


def rewritten(link: str, changes: Mapping[str, str]) -> str:
    """A link of the same shape, some of its pieces replaced."""
    values = [changes.get(unquote(piece), changes.get(piece, piece)) for piece in pieces(link)]
    path, mark, query = link.partition("?")
    steps = path.count("/") + 1
    names = (
        [pair.partition("=")[0] + "=" if "=" in pair else "" for pair in query.split("&")] if query else []
    )
    pairs = [name + value for name, value in zip(names, values[steps:], strict=True)]
    return "/".join(values[:steps]) + mark + "&".join(pairs)


def turned(piece: str) -> str:
    """A secret of the same length and alphabet: each letter and digit moved on by one within its kind."""
    kinds: tuple[str, ...] = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    if re.fullmatch("[0-9a-f]+", piece):
        kinds = ("0123456789abcdef",)
    table = str.maketrans({one: kind[(at + 1) % len(kind)] for kind in kinds for at, one in enumerate(kind)})
    return piece.translate(table)
