"""Malformed input, sent: each probe is what one visitor did with it and saw."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import quote

from authproof.exchange import Exchange, Request
from authproof.probes.crowd import addresses, can_crowd, join, newcomer, private_page, register_at_once
from authproof.probes.doors import post, through_login, through_registration
from authproof.probes.hostile import COOKIES, TARGETS, Body, Filled, other_types
from authproof.site.steps import FormGone, with_query
from authproof.visitor import Scene

# Parameters that may lead on after a login, those that the site itself uses first.
_PARAMETERS = 3
_CROWD = 8


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt: what was malformed, all answers, and the private page if that signed somebody in."""

    label: str
    history: Sequence[Exchange]
    signed_in: Exchange | None = None


def probes(scene: Scene) -> Iterator[Probe]:
    """Everything that is tried, one after the other; each visitor comes from another address."""
    where = addresses()
    yield from _targets(scene, where)
    yield from _cookies(scene, where)
    yield from _pages(scene, where)
    for label, visitor in through_login(scene, where):
        history = tuple(visitor.history)
        yield Probe(label, history, private_page(scene, visitor))
    if scene.site.register:
        for label, visitor in through_registration(scene, where):
            yield Probe(label, visitor.history)
        yield from _again(scene, where)


def _targets(scene: Scene, where: Iterator[str]) -> Iterator[Probe]:
    for parameter in scene.site.next_parameters[:_PARAMETERS]:
        for label, value in TARGETS:
            query = f"{quote(parameter)}={quote(value, safe='')}"
            visitor = scene.visitor(address=next(where))
            with suppress(FormGone):
                visitor.log_in(query=query, follow=False)
            # Whoever is in already is often sent on at once.
            visitor.visit(with_query(scene.site.login.form.path, query), follow=False)
            yield Probe(f"{label} in the parameter {parameter!r}", visitor.history)


def _cookies(scene: Scene, where: Iterator[str]) -> Iterator[Probe]:
    for name in _cookie_names(scene):
        for label, value in COOKIES:
            visitor = scene.visitor(address=next(where))
            for path in (scene.site.witnesses[0].path, scene.site.login.form.path):
                request = Request("GET", visitor.agent.absolute(path), (("Cookie", f"{name}={value}"),))
                visitor.agent.send(request, follow=False)
            yield Probe(f"{label} in the cookie {name!r}", visitor.history)


def _cookie_names(scene: Scene) -> tuple[str, ...]:
    """The cookies of this site, and the one that Flask-Login listens to even where nothing sets it."""
    names = [*scene.site.cookies, *(one.name for one in scene.signed_in(remember=True).cookies)]
    if scene.inside and "flask_login" in sys.modules:
        names.append(str(scene.inside.config.get("REMEMBER_COOKIE_NAME", "remember_token")))
    return tuple(dict.fromkeys(name for name in names if name))


def _pages(scene: Scene, where: Iterator[str]) -> Iterator[Probe]:
    """The private page and the way out, for strangers and for somebody who is in."""
    logout = scene.site.logout
    ways = [scene.site.witnesses[0].path, *([logout.path, logout.action or logout.path] if logout else [])]
    for path in dict.fromkeys(ways):
        for who in ("a stranger", "somebody signed in"):
            address = next(where)
            visitor = (
                scene.visitor(address=address) if who == "a stranger" else scene.signed_in(address=address)
            )
            seen = len(visitor.history)
            visitor.visit(path, follow=False)
            yield Probe(f"a plain visit of {who}", visitor.history[seen:])
            seen = len(visitor.history)
            visitor.visit(with_query(path, "%00=%FF&x=%ED%A0%80&x[]="), follow=False)
            for body in (Body("", b""), *other_types(Filled((("x", "y"),), {}))):
                post(visitor, visitor.agent.absolute(path), body)
            yield Probe(f"an odd request of {who}", visitor.history[seen:])


def _again(scene: Scene, where: Iterator[str]) -> Iterator[Probe]:
    """The same people once more, one by one and then many at the same moment."""
    fresh, user = newcomer(scene), scene.user
    for label, account in (
        ("a taken name", replace(fresh, username=user.username)),
        ("a taken mail address", replace(fresh, email=user.email)),
        ("a taken name and mail address", replace(fresh, username=user.username, email=user.email)),
    ):
        yield Probe(label, join(scene, account, next(where)).history)
    if can_crowd(scene):
        answers = register_at_once(scene, [newcomer(scene)] * _CROWD)
        # A connection that is bound to its thread breaks on every server with threads, with any input.
        own = [one for one in answers if "same thread" not in (one.crash or "")]
        yield Probe(f"one name registered by {_CROWD} people at once", own)
