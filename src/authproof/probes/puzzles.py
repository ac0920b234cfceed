"""What somebody can do to a session before, beside or instead of logging in, and the words that this leaves in it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from authproof.exchange import Exchange
from authproof.probes.sessions import session_data
from authproof.site import Account, Form, account_steps, read_page, steps
from authproof.site.crawl import is_risky
from authproof.site.steps import FormGone
from authproof.site.words import suggests
from authproof.visitor import Scene, Visitor

Act = Callable[[Visitor], object]
_MOST_FORMS = 6
_FLASHES = "_flashes"


def acts(scene: Scene) -> Iterator[tuple[str, Act, Account]]:
    """What anybody can do who knows the user's name and nothing else: in words, as a deed, and with whose password."""
    victim = scene.user
    wrong = victim.with_password(scene.people.password(len(victim.password)))
    namesake = scene.people.account(password_length=len(victim.password)).named(victim.username)
    reset, register = scene.site.features.reset, scene.site.register
    yield (
        "opening the public pages",
        lambda visitor: [visitor.visit(path) for path in scene.site.public],
        wrong,
    )
    yield "a wrong password", lambda visitor: visitor.log_in(wrong), wrong
    if reset is not None:
        yield (
            "asking for a reset",
            lambda visitor: account_steps.request_reset(visitor.agent, reset, victim),
            wrong,
        )
    if register is not None:
        yield "registering with the user's name", lambda visitor: visitor.register(namesake), namesake
    known = {
        one.action for one in (scene.site.login.form, register and register.form, reset and reset.form) if one
    }
    for form in open_forms(scene.visitor(), scene.site.public, harmless=False):
        if account_steps.action_path(form) not in known:
            yield f"sending the form to {account_steps.action_path(form)}", _sender(form, wrong), wrong


def done(visitor: Visitor, act: Act) -> None:
    """Do it; a form that is not there is no reason to stop."""
    with suppress(FormGone):
        act(visitor)


def open_forms(visitor: Visitor, paths: Iterable[str], *, harmless: bool) -> list[Form]:
    """Forms with something to write into on these pages; `harmless` leaves out all that touch passwords or accounts."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for path in (one for one in paths if not is_risky(one)):
        for form in read_page(visitor.visit(path)).forms:
            writes = form.texts or [one for one in form.fields if one.kind == "textarea"]
            risky = form.passwords or suggests("harm", form.hint) or suggests("logout", form.hint)
            if writes and (form.method == "post" or harmless) and not (harmless and risky):
                found.setdefault((form.action, form.shape), form)
    return list(found.values())[:_MOST_FORMS]


def pages_of(scene: Scene) -> list[str]:
    """Public and private pages that are safe to open: not the login and registration, which may end a session."""
    doors = {scene.site.login.form.path, scene.site.register.form.path if scene.site.register else ""}
    paths = dict.fromkeys([*(one.path for one in scene.site.witnesses), *scene.site.public])
    return [one for one in paths if one.partition("?")[0] not in doors and not is_risky(one)]


def write_everywhere(visitor: Visitor, paths: Iterable[str], word: str) -> int:
    """Write this word into every harmless form; returns how many there were."""
    forms = open_forms(visitor, paths, harmless=True)
    for form in forms:
        values = {
            one.name: _typed(word, one.kind) for one in form.fields if one.is_text or one.kind == "textarea"
        }
        visitor.submit(form, dict(values))
    return len(forms)


def where_said(scene: Scene, visitor: Visitor, words: tuple[str, ...]) -> Exchange | None:
    """The page, or the answer with the session, in which one of these words stands for this visitor."""
    for path in pages_of(scene):
        if any(word in visitor.visit(path).response.text for word in words):
            return visitor.last_exchange
    # One-time messages wait for the next page that shows them, and are gone then.
    kept = {key: value for key, value in session_data(scene, visitor.cookies).items() if key != _FLASHES}
    return visitor.last_exchange if any(word in str(kept) for word in words) else None


def login_beside(visitor: Visitor, account: Account) -> bool:
    """Log in where somebody else may be in already; False where no form is shown to do so."""
    try:
        visitor.log_in(account)
    except FormGone:
        return False
    return visitor.is_logged_in()


def swapped_reset(scene: Scene) -> Exchange | None:
    """A reset that somebody begins for the own account and then for the user: the answer that changed the user's."""
    recipe, own = scene.site.features.reset, scene.other
    if recipe is None or own is None or scene.inside is None:
        return None
    before, mails = len(scene.inside.mailbox.mails), scene.inside.mailbox.mails
    mallory = scene.visitor(account=own)
    done(mallory, lambda visitor: account_steps.request_reset(visitor.agent, recipe, own))
    for link in [link for mail in mails[before:] for link in account_steps.links_in(mail.content)]:
        with suppress(FormGone):
            form = account_steps.reset_form(mallory.visit(link))
            done(mallory, lambda visitor: account_steps.request_reset(visitor.agent, recipe, scene.user))
            new = scene.user.with_password(scene.people.password(len(scene.user.password)))
            answer = mallory.submit(form, {field.name: new.password for field in form.passwords})
            return answer if scene.visitor(account=new).try_log_in() else None
    return None


def _sender(form: Form, account: Account) -> Act:
    """Send a form with the victim's name wherever a name fits."""

    def send(visitor: Visitor) -> None:
        fresh = next(
            (one for one in read_page(visitor.visit(form.page)).forms if one.shape == form.shape), form
        )
        values: dict[str, str | None] = {
            one.name: account.email
            if one.kind == "email" or suggests("email", one.hint)
            else account.username
            for one in fresh.texts
        }
        values.update(dict.fromkeys((one.name for one in fresh.passwords), account.password))
        steps.submit(visitor.agent, fresh, steps.filled(fresh, values))

    return send


def _typed(word: str, kind: str) -> str:
    return f"{word}@example.com" if kind == "email" else word
