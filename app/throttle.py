"""Throttling: how often one account, or one address, may try."""

import hashlib
import ipaddress
import time

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import parse
from werkzeug.exceptions import TooManyRequests


class Throttle:
    """Counts attempts by rule and key; it belongs to one app, as its memory does."""

    def __init__(self, app: Flask) -> None:
        """Count in the storage that the settings name."""
        # A moving window never grants two windows' worth at their border.
        limiter = Limiter(client_address, app=app, strategy="moving-window")
        self._counter = limiter.limiter
        prefix = "THROTTLE_"
        self._rules = {
            name.removeprefix(prefix).lower(): parse(rule)
            for name, rule in app.config.items()
            if name.startswith(prefix)
        }

    def take(self, rule: str, key: str) -> bool:
        """Use up one attempt, before it is made: of many at once no more than the limit get through."""
        return self._counter.hit(self._rules[rule], rule, _hidden(key))

    def is_spent(self, rule: str, key: str) -> bool:
        """Tell whether no attempt is left."""
        return not self._counter.test(self._rules[rule], rule, _hidden(key))

    def forgive(self, rule: str, key: str) -> None:
        """Start anew after a success."""
        self._counter.clear(self._rules[rule], rule, _hidden(key))

    def refusal(self, rule: str, key: str) -> TooManyRequests:
        """The answer 429 that says when to come back."""
        reset_at = self._counter.get_window_stats(self._rules[rule], rule, _hidden(key)).reset_time
        return TooManyRequests(retry_after=max(1, int(reset_at - time.time()) + 1))


def the_throttle() -> Throttle:
    """The present app's throttle."""
    throttle: Throttle = current_app.extensions["throttle"]
    return throttle


def spend(rule: str, key: str) -> None:
    """Use up one attempt or answer 429."""
    if not the_throttle().take(rule, key):
        raise the_throttle().refusal(rule, key)


def client_address() -> str:
    """The client's address; of IPv6 the /64, which is what one customer is given."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _hidden(key: str) -> str:
    # Any name becomes a short key without the storage's own separators.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
