"""Names that sound like the site itself speaking (CWE-290)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, finding
from authproof.probes.crowd import addresses, newcomer, sent
from authproof.probes.renown import gets_in_as, shown_to_others
from authproof.site.account_steps import edit_profile
from authproof.site.steps import FormGone
from authproof.visitor import Scene

NAMES = ("admin", "administrator", "root", "moderator", "support")
# Spellings that a list of names may forget; tried where the plain ones are refused.
SPELLINGS = ("Admin", "ADMIN", " admin ", "\uff41dmin", "admin\u200b")


@check(severity=Severity.LOW, cwe=(290,), asvs=("6.3.2",), wstg=("IDNT-04",))
def reserved_username(scene: Scene) -> Iterator[Finding]:
    """Nobody can take a user name such as `admin` or `support`, at registration or by changing their own.

    Why it matters:
        Who writes to others under the name `support` is believed when asking for a password. Code that compares a
        name with `admin` opens more than words.

    How it is tried:
        First see that people's names are shown to others: on a page that another person or a stranger gets, or
        by `public-names = true` in the policy. Then register `admin`, `administrator`, `root`, `moderator` and
        `support`, and `admin` in capitals, with spaces, in wide letters and with an invisible one. A finding is
        an account that was made and logs in. A random name must be accepted before and after. Where the profile
        lets people change their names, the same is tried there.

    How to fix it in Flask:
        Compare the canonical name with a list:

            RESERVED = {"admin", "administrator", "root", "moderator", "support", "system", "security"}

            def validate_username(self, field):
                name = unicodedata.normalize("NFKC", field.data).casefold().strip()
                if name in RESERVED:
                    raise ValidationError("Please choose another name.")

    References:
        CWE-290, WSTG-IDNT-04, ASVS v5.0.0-6.3.2
    """
    recipe = scene.need_registration()
    if not recipe.fields_for("username"):
        raise NotApplicable("people are known by mail addresses: the registration asks for no user name")
    if not (scene.policy.public_names or shown_to_others(scene)):
        raise NotApplicable(
            "no page shows one person's name to another, looked at every page that another person and a stranger get; "
            "`public-names = true` in the policy says that names are seen"
        )
    scene.new_user()  # the control: a random name is accepted
    where = addresses()
    taken = _registered(scene, NAMES, where) or _registered(scene, SPELLINGS, where)
    if taken:
        name, exchange = taken
        yield finding(f"anybody can register as {name.strip()!a}", evidence=exchange)
    elif not _try(scene, newcomer(scene).username, where):
        raise Inconclusive("a random name is refused as well after some registrations: a limit, it seems")
    yield from _renamed(scene, where)


def _registered(scene: Scene, names: tuple[str, ...], where: Iterator[str]) -> tuple[str, Exchange] | None:
    """The first of the names with which somebody can register and log in, and the form that did it."""
    tries = ((name, _try(scene, name, where)) for name in names)
    return next(((name, exchange) for name, exchange in tries if exchange), None)


def _try(scene: Scene, name: str, where: Iterator[str]) -> Exchange | None:
    account = replace(newcomer(scene), username=name)
    address = next(where)
    visitor = scene.visitor(account=account, address=address)
    try:
        visitor.register(account)
    except FormGone:
        return None
    return sent(visitor) if gets_in_as(scene, account, address) else None


def _renamed(scene: Scene, where: Iterator[str]) -> Iterator[Finding]:
    """Somebody who is in becomes `admin` by editing the profile."""
    recipe = scene.site.features.profile
    if recipe is None:
        return
    for field in (name for name in recipe.fields if name != recipe.email_field):
        account = scene.new_user()
        visitor = scene.signed_in(account, address=next(where))
        with suppress(FormGone):
            edit_profile(visitor.agent, recipe, account, {field: NAMES[0]})
        if gets_in_as(scene, replace(account, username=NAMES[0]), next(where)):
            edits = [one for one in visitor.history if one.request.body]
            message = f"anybody can change their name to {NAMES[0]!r} by the field {field!r} of the profile"
            yield finding(message, evidence=edits[-1])
            return
