"""Who sees a person's name, and signing in under a name that may stand on any page."""

from dataclasses import replace

from authproof.probes.ways import pages_inside
from authproof.site import Account
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

_NOBODY = "nobodyknowsthis"


def shown_to_others(scene: Scene) -> bool:
    """Whether a page names the user to somebody else who did not bring the name along."""
    name = scene.user.username
    for one in (scene.visitor(), *([scene.signed_in(scene.other)] if scene.other else [])):
        for path, page in pages_inside(scene, one).items():
            unknown = path.replace(name, _NOBODY)
            if name in page.response.text and (unknown == path or one.visit(unknown).response.status >= 400):
                return True
    return False


def gets_in_as(scene: Scene, account: Account, address: str) -> bool:
    """Whether this account logs in, seen by more than its name: `support` may stand on the login page, too."""
    visitor = scene.visitor(account=account, address=address)
    try:
        visitor.log_in()
    except FormGone:
        return False
    return is_in_nameless(scene, visitor)


def is_in_nameless(scene: Scene, visitor: Visitor) -> bool:
    """Whether this visitor is signed in: a private page opens, or a public one names its account more often."""
    guarded = [replace(one, marked=False) for one in scene.site.witnesses if one.guarded][:2]
    if guarded:
        return any(visitor.sees(one) for one in guarded)
    name, stranger = visitor.account.username.strip(), scene.visitor()
    pages = [one.path for one in scene.site.witnesses[:2] if one.marked]
    return any(_count(visitor, path, name) > _count(stranger, path, name) for path in pages)


def _count(visitor: Visitor, path: str, name: str) -> int:
    return visitor.visit(path).response.text.count(name)
