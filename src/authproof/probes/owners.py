"""What the owner of a locked account can do about it without anybody's help."""

from authproof.site.account_steps import links_in, request_reset, reset_password
from authproof.site.steps import FormGone
from authproof.visitor import Scene

_MOST_LINKS = 5


def own_way_in(scene: Scene, mailed: int, address: str) -> str | None:
    """How the owner ends the lock from that address: by a link in a mail sent since, or by a new password."""
    for link in _links(scene, mailed):
        scene.visitor().visit(link)
        if scene.visitor(address=address).try_log_in():
            return "a mailed link"
    return "a new password by reset" if _resets(scene, address) else None


def _links(scene: Scene, mailed: int) -> list[str]:
    """Links in the mails to the user, the first so many left out."""
    mails = scene.need_inside().mailbox.mails[mailed:]
    own = [mail.content for mail in mails if scene.user.email in mail.recipients]
    return [link for text in own for link in links_in(text)][-_MOST_LINKS:]


def _resets(scene: Scene, address: str) -> bool:
    """Whether a new password, chosen behind a mailed link, opens the account."""
    recipe, mailed = scene.site.features.reset, len(scene.need_inside().mailbox.mails)
    if recipe is None:
        return False
    account = scene.user.with_password(scene.people.password(len(scene.user.password)))
    owner = scene.visitor(account=account, address=address)
    try:
        request_reset(owner.agent, recipe, account)
        for link in _links(scene, mailed):
            reset_password(owner.agent, link, account.password)
    except FormGone:
        pass  # the reset is closed as well, or its link is used up
    return scene.visitor(account=account, address=address).try_log_in()
