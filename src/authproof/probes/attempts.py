"""Trying passwords on an account so that a refusal means the password and not a lock."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.findings import Inconclusive
from authproof.site import Account
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

Submit = Callable[[Visitor], Exchange]


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in: the exchange in which the password was sent, and the private page that then opened."""

    sent: Exchange
    proof: Exchange


def opens_with(scene: Scene, account: Account, password: str) -> Entry | None:
    """How this password, typed into the login form, opens the account; None where it is refused.

    Raises:
        Inconclusive: the right password does not work afterwards, so that nothing was learned.
    """
    return gets_in(scene, account, lambda visitor: visitor.log_in(account.with_password(password)))


def gets_in(scene: Scene, account: Account, submit: Submit) -> Entry | None:
    """As `opens_with`, for a login submitted in a way of one's own.

    Raises:
        Inconclusive: the right password does not work afterwards.
    """
    found = _try(scene, account, submit)
    if found or _works(scene, account):
        return found
    # Locked, it seems: a refusal proved nothing. After the lock the same attempt is made once more.
    if scene.wait_out_lock() and _works(scene, account):
        found = _try(scene, account, submit)
        if found or _works(scene, account):
            return found
    raise Inconclusive(f"after a wrong password the right one of {account.username} is refused as well")


def counting_characters(scene: Scene, account: Account) -> int:
    """How many characters of the password count, from its beginning, found by halving."""
    low, high = 0, len(account.password) - 1
    while low < high:
        middle = (low + high) // 2
        if opens_with(scene, account, altered(account.password, middle)):
            high = middle
        else:
            low = middle + 1
    return low


def altered(password: str, start: int) -> str:
    """The password with every character from there on replaced by another one."""
    return password[:start] + "".join("x" if char != "x" else "y" for char in password[start:])


def _try(scene: Scene, account: Account, submit: Submit) -> Entry | None:
    visitor = scene.visitor(account=account)
    try:
        answer = submit(visitor)
    except FormGone:
        return None
    sent = next((one for one in reversed(visitor.history) if one.request.body), answer)
    if not is_in(visitor) or visitor.proof is None:
        return None
    if is_in(scene.visitor(account=account)):
        raise Inconclusive(f"{visitor.proof.request.path} opens for a stranger as well: nothing can be told")
    return Entry(sent, visitor.proof)


def is_in(visitor: Visitor) -> bool:
    """Whether this visitor is signed in, be it as somebody else."""
    guarded = [replace(one, marked=False) for one in visitor.site.witnesses if one.guarded]
    return visitor.is_logged_in() or any(visitor.sees(one) for one in guarded[:2])


def _works(scene: Scene, account: Account) -> bool:
    return scene.visitor(account=account).try_log_in()
