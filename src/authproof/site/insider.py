"""A browser that stays signed in while it looks around: some page may be a way out under a name nobody knows."""

from collections.abc import Callable

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.site.accounts import Account
from authproof.site.model import Witness
from authproof.site.steps import shows_signed_in


class Insider:
    """Signs in by `enter`, and again whenever a page has ended the session; `enders` are these pages.

    `proof` is a page that tells who is in. Until one is known nobody can tell, so each page but the first is asked
    for by a browser that has just signed in, up to a bound.
    """

    _FRESH_AT_MOST = 12

    def __init__(
        self, enter: Callable[[], UserAgent], account: Account, proof: Witness | None = None
    ) -> None:
        """Sign in."""
        self._enter, self.account, self.proof = enter, account, proof
        self.agent = enter()
        self.enders: list[str] = []
        self._fresh = 0

    def get(self, path: str, *, follow: bool = True) -> Exchange:
        """Open a page as somebody who is in."""
        exchange = self.agent.get(path, follow=follow)
        if self.proof is None:
            self._start_afresh()
        elif not shows_signed_in(self.agent.get(self.proof.path), self.proof, self.account):
            self.enders.append(path)
            self.agent = self._enter()
        return exchange

    def _start_afresh(self) -> None:
        if self._fresh < self._FRESH_AT_MOST:
            self._fresh += 1
            self.agent = self._enter()
