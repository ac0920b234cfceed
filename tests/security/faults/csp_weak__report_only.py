"""The policy was only tried out: browsers report what they would refuse, and refuse nothing."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

# X-Frame-Options still holds, but frame-ancestors went with the policy: clickjacking says so (low).
CATCHES = ("clickjacking", "csp-weak")


def create_app() -> Flask:
    """Plant it: the header's other name."""

    def only_report(response: Response) -> None:
        policy = response.headers.pop("Content-Security-Policy", None)
        if policy:
            response.headers["Content-Security-Policy-Report-Only"] = policy

    return rewriting(reference(), only_report)
