"""What the work of a login tells about who has an account (CWE-208)."""

from collections import Counter
from collections.abc import Iterable, Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.crowd import addresses, hash_work, sent
from authproof.site import Account
from authproof.visitor import Scene

Work = tuple[str, ...]
# The work of some attempts of people of one kind, and the page that the last of them saw.
Tried = tuple[list[Work], Exchange]


@check(severity=Severity.LOW, cwe=(208,), asvs=("6.3.8",), wstg=("IDNT-04",), shows=Shows.STORY)
def account_enumeration_timing(scene: Scene) -> Iterator[Finding]:
    """A login attempt takes the same work whether the name has an account or not.

    Why it matters:
        A good password hash takes a tenth of a second, and a name that is not found skips it in most apps.
        Anybody with a stopwatch then learns which names exist, however alike the answers look.

    How it is tried:
        Names with an account and names that nobody has get the same wrong password, each time from another
        address. The password hashes that the app computes are counted with their parameters, so that no clock
        and no noise decides. The two kinds must be worth the same work, also after so many attempts that a
        lock would show.

    How to fix it in Flask:
        Verify against a hash that belongs to nobody, made with the same parameters as all others:

            NOBODY = generate_password_hash(secrets.token_hex())

            user = find_user(username)
            stored = user.password_hash if user else NOBODY
            if not check_password_hash(stored, password) or user is None:
                flash("Wrong username or password.")

    References:
        CWE-208, WSTG-IDNT-04, ASVS v5.0.0-6.3.8
    """
    scene.need_inside()
    where = addresses()
    known = [one.with_password(scene.people.password()) for one in (scene.user, scene.other) if one]
    strangers = [scene.people.account().with_password(one.password) for one in known]
    having, lacking = _tried(scene, known, where), _tried(scene, strangers, where)
    if not any(having[0]):
        raise NotApplicable(
            "no password hash was seen for a wrong password, looked for scrypt, PBKDF2, argon2 and bcrypt"
        )
    if unequal(having[0], lacking[0]):
        yield _finding("an attempt", having, lacking)
        return
    often = scene.policy.failure_limit + 2
    having, lacking = _tried(scene, known[:1] * often, where), _tried(scene, strangers[:1] * often, where)
    if unequal(having[0][-2:], lacking[0][-2:]):
        yield _finding(f"after {often} wrong passwords an attempt", having, lacking)


def unequal(known: Iterable[Work], strangers: Iterable[Work]) -> bool:
    """Whether no attempt of one kind took the same work as any attempt of the other."""
    return set(known).isdisjoint(strangers)


def in_words(work: Work) -> str:
    """The hashes of one attempt, as a person would count them."""
    counted = Counter(work)
    return (
        " and ".join(f"{number} x {what}" for what, number in sorted(counted.items())) or "no password hash"
    )


def _tried(scene: Scene, accounts: list[Account], where: Iterator[str]) -> Tried:
    attempts = [hash_work(scene, one, next(where)) for one in accounts]
    return [work for work, _ in attempts], sent(attempts[-1][1])


def _finding(what: str, having: Tried, lacking: Tried) -> Finding:
    known, unknown = in_words(having[0][-1]), in_words(lacking[0][-1])
    return finding(
        f"{what} costs {known} for a name with an account, and {unknown} for a name that nobody has",
        evidence=(Evidence(unknown, lacking[1]), Evidence(known, having[1])),
    )
