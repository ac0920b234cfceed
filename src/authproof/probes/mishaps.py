"""Requests that end in an error page: odd input first, and at last a database that has lost its tables."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from authproof.exchange import Exchange, Request
from authproof.probes.crowd import addresses
from authproof.probes.doors import through_login
from authproof.probes.hostile import COOKIES
from authproof.site import Account, steps
from authproof.site.steps import FormGone
from authproof.target.inside import Inside
from authproof.visitor import Scene, Visitor

# What ends a string in SQL, and what a database refuses inside one.
_QUOTES, _NUL = "'\"--", "a\0b"


def mishaps(scene: Scene) -> Iterator[Exchange]:
    """Everything that odd input gets as an answer."""
    yield from _addresses(scene)
    yield from _cookies(scene)
    for _, visitor in through_login(scene, addresses()):
        yield from visitor.history
    recipe = scene.site.login
    visitor = scene.visitor()
    with suppress(FormGone):
        typed = steps.login_values(recipe, scene.user)
        visitor.submit(visitor.login_form(), {**typed, recipe.identity_field: _QUOTES})
    yield from visitor.history
    if scene.site.register:
        for person in (scene.user, replace(scene.user, username=_NUL + _QUOTES)):
            yield from _join(scene, person)


def outage(scene: Scene, inside: Inside) -> Iterator[Exchange]:
    """What the flow answers when its database has no tables any more; the copy is ours to break."""
    member = scene.signed_in()
    if not inside.databases.lose_tables():
        return
    yield from _news(member)
    stranger = scene.visitor()
    with suppress(FormGone):
        stranger.log_in()
    yield from stranger.history
    if scene.site.register:
        yield from _join(scene, replace(scene.user, username=scene.people.letters(12)))


def _news(member: Visitor) -> list[Exchange]:
    """What somebody who was in before sees now."""
    seen = len(member.history)
    member.is_logged_in()
    return member.history[seen:]


def _join(scene: Scene, person: Account) -> list[Exchange]:
    newcomer = scene.visitor()
    with suppress(FormGone):
        newcomer.register(person)
    return newcomer.history


def _addresses(scene: Scene) -> Iterator[Exchange]:
    """Addresses that are not there, methods that are not taken, parameters that make no sense."""
    agent, login = scene.visitor().agent, scene.site.login.form.path
    nowhere = [scene.site.at(f"/{name}") for name in (scene.people.letters(10), "%00", "%FF%FE")]
    odd = (f"{login}?next=//[x", f"{login}?a=%FF&b[]=%00", *nowhere)
    for path in odd:
        yield agent.get(path, follow=False)
    for method in ("DELETE", "PROPFIND"):
        yield agent.send(Request(method, agent.absolute(login)), follow=False)


def _cookies(scene: Scene) -> Iterator[Exchange]:
    for name in scene.site.cookies:
        for _, value in COOKIES:
            agent = scene.visitor().agent
            for path in (scene.site.witnesses[0].path, scene.site.login.form.path):
                yield agent.send(Request("GET", agent.absolute(path), (("Cookie", f"{name}={value}"),)))
