"""The events of a login, made to happen one by one while somebody listens."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.probes.hearing import Ear, Row, Said, mentions, rows_of, skeleton
from authproof.site import Account, account_steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

# Where the lock is tried from: another address, so that only the account is locked.
_ELSEWHERE = "127.0.0.9"
_TWO_DAYS = 2 * 86_400


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its words, what was said of it beyond silence, what was said in all, and the request."""

    words: str
    said: Said
    heard: Said
    exchange: Exchange
    named: bool

    @property
    def told(self) -> bool:
        """Whether anything at all tells of it."""
        return bool(self.said.texts or self.said.tables)


def events(scene: Scene) -> tuple[Event, ...]:
    """Failure, success, password change, logout, lock: those that the site has, in the order of a person's day.

    Raises:
        Inconclusive: nobody can log in, or what the app says does not reach us.
    """
    account = scene.new_user() if scene.site.register else scene.user
    _once(scene, scene.user)
    ear = Ear(scene.need_inside())
    silence = _silence(scene, ear, account)
    happened = [*_day(scene, ear, account)]
    happened += _lock(scene, ear) if scene.site.register else ()
    return tuple(_judged(happened, silence, _later(scene, account)))


def _later(scene: Scene, account: Account) -> tuple[Row, ...]:
    """The rows two days later, after one more failure: what a throttle counts is gone by then."""
    inside = scene.need_inside()
    inside.clock.advance(_TWO_DAYS)
    _refused(scene, account)
    return tuple(rows_of(inside).values())


def _judged(happened: list[Event], silence: Said, later: tuple[Row, ...]) -> Iterator[Event]:
    """Each event with what is beyond silence; of tables, only those are journals that failures or logouts fill.

    A journal's rows stay as they are. A table of a throttle grows with each failure too, but its rows are changed,
    or dropped by a right password or by time.
    """
    plain = [replace(one, said=one.heard.beyond(silence)) for one in happened]
    journals = [
        table for one in plain if one.words in {"a failed login", "logout"} for table in one.said.tables
    ]
    for one in plain:
        yield replace(one, said=one.said.lasting(later, journals))


def _once(scene: Scene, account: Account) -> None:
    """Everything once before anybody listens: what a library warns of, it says the first time."""
    visitor = scene.signed_in(account)
    _refused(scene, account)
    if scene.site.logout:
        visitor.log_out()


def _silence(scene: Scene, ear: Ear, account: Account) -> Said:
    """What is said when nothing happens: pages opened by a stranger and by somebody signed in."""
    inside, outside = scene.signed_in(account), scene.visitor()
    ear.news()
    paths = [
        scene.site.login.form.path,
        *(one.path for one in scene.site.witnesses[:2]),
        "/authproof-is-not-here",
    ]
    for visitor in (outside, inside):
        for path in paths:
            visitor.visit(path)
    return ear.news(outside.cookies)


def _day(scene: Scene, ear: Ear, account: Account) -> Iterator[Event]:
    stranger = _refused(scene, account)
    yield _event("a failed login", ear, stranger)
    visitor = scene.signed_in(account)
    yield _event("a login", ear, visitor)
    if scene.site.logout:
        visitor.log_out()
        yield _event("logout", ear, visitor)
    yield from _change(scene, ear, account)


def _change(scene: Scene, ear: Ear, account: Account) -> Iterator[Event]:
    """A change of the password, if it came to pass: the site may refuse the new one."""
    recipe, register = scene.site.features.change, scene.site.register
    if recipe is None or register is None:
        return
    changer = scene.signed_in(account)
    new = scene.people.password(len(account.password), special=register.special)
    ear.news()
    with suppress(FormGone):
        account_steps.change_password(changer.agent, recipe, account.password, new)
        event = _event("a password change", ear, changer)
        if scene.visitor(account=account.with_password(new)).try_log_in():
            yield event


def _lock(scene: Scene, ear: Ear) -> Iterator[Event]:
    """Guess until the account is locked; nothing where it is not after a few more than the policy allows."""
    account = scene.new_user()
    ear.news()
    said, visitor = [], scene.visitor()
    for _ in range(scene.policy.failure_limit + 2):
        visitor = _refused(scene, account, _ELSEWHERE)
        said.append(ear.news(visitor.cookies))
    owner = scene.visitor(account=account, address=_ELSEWHERE)
    if owner.try_log_in():
        return
    first = {skeleton(text) for text in said[0].texts}
    new = [text for one in said[1:] for text in one.texts if skeleton(text) not in first]
    texts = (*new, *said[-1].texts)
    heard = Said(texts, said[-1].tables)
    yield Event("a locked account", heard, heard, visitor.last_exchange, _named(texts, account))


def _refused(scene: Scene, account: Account, address: str = "127.0.0.1") -> Visitor:
    """Somebody who types a wrong password, always the same one."""
    visitor = scene.visitor(account=account, address=address)
    with suppress(FormGone):
        visitor.log_in(account.with_password(f"{account.password[::-1]}x"))
    return visitor


def _event(words: str, ear: Ear, visitor: Visitor) -> Event:
    heard = ear.news(visitor.cookies)
    sent = [one for one in visitor.history if one.request.method != "GET"] or visitor.history
    return Event(words, heard, heard, sent[-1], _named(heard.texts, visitor.account))


def _named(texts: tuple[str, ...], account: Account) -> bool:
    return mentions(texts, (account.username, account.email))
