"""Who gets the mail with the link, where the address was typed in an odd way."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string

from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding
from authproof.probes.new_password import new_password
from authproof.probes.reset import PAUSE_S, ResetDesk, links_of
from authproof.site import Account
from authproof.site.steps import FormGone, filled, find_form, submit
from authproof.target.mail import Mail

# Letters that fold to an ASCII one under NFKC, lower() or upper(), and look like it or nearly so.
_FOLDING = {"k": "\u212a", "s": "\u017f", "i": "\u0131"}
_FULL_WIDTH = 0xFEE0


@dataclass(frozen=True, slots=True)
class Typed:
    """What is sent as the address: one value or more of the same field, and the stranger's address among it."""

    said: str
    values: tuple[str, ...]
    stranger: str


def misdirected(desk: ResetDesk, account: Account) -> Iterator[Finding]:
    """Mails with the owner's link that go to a stranger; the first way is told."""
    owner = account.identity(desk.recipe.identity)
    for typed in (*spellings(owner, f"{desk.scene.people.letters(12)}@example.com"), *look_alikes(owner)):
        try:
            sent, mails = _request(desk, typed)
        except FormGone:
            continue
        strayed = [mail for mail in mails if reaches(mail, typed.stranger)]
        if not strayed:
            continue
        said = f"asked for {typed.said}, the site mails a stranger"
        if proof := _takes_over(desk, account, links_of(strayed)):
            yield finding(
                f"{said} the link to the owner's account",
                evidence=(sent, proof),
                severity=Severity.HIGH,
                location=sent.view,
            )
            return
        if any(reaches(mail, owner) for mail in strayed):
            yield finding(f"{said} besides the owner", evidence=sent, location=sent.view)
            return


def spellings(owner: str, stranger: str) -> Iterator[Typed]:
    """The owner's name and a stranger's address in one request."""
    for joint, said in (
        ("\r\nBcc: ", "an address and a header line behind a line break"),
        ("\nCc: ", "an address and a header line behind a line feed"),
        (",", "two addresses with a comma"),
        (";", "two addresses with a semicolon"),
        (" ", "two addresses with a blank"),
    ):
        yield Typed(said, (owner + joint + stranger,), stranger)
    yield Typed("the owner's address as the name beside another", (f'"{owner}" <{stranger}>',), stranger)
    yield Typed("two addresses in the same field, the owner's first", (owner, stranger), stranger)
    yield Typed("two addresses in the same field, the owner's last", (stranger, owner), stranger)


def look_alikes(owner: str) -> Iterator[Typed]:
    """Addresses that are not the owner's and become it by folding: somebody else may have them."""
    name, at, domain = owner.partition("@")
    spelt = [(one, name.replace(plain, one) + at + domain) for plain, one in _FOLDING.items()]
    if name[:1].isascii() and name[:1].isalpha():
        wide = chr(ord(name[0]) + _FULL_WIDTH)
        spelt.append((wide, wide + owner[1:]))
    # Of the letters in a domain only the dotless i names another one (UTS 46).
    spelt.append((_FOLDING["i"], name + at + domain.replace("i", _FOLDING["i"])))
    for letter, other in spelt:
        if other != owner:
            yield Typed(f"an address with U+{ord(letter):04X} in it", (other,), other)


def reaches(mail: Mail, address: str) -> bool:
    """Whether a mail goes to that address, by its envelope or by a header line that a mail server would follow."""
    message = message_from_string(mail.text)
    lines = [str(line) for name in ("To", "Cc", "Bcc") for line in message.get_all(name, [])]
    return any(address in one for one in (*mail.recipients, *lines))


def _request(desk: ResetDesk, typed: Typed) -> tuple[Exchange, tuple[Mail, ...]]:
    desk.inside.clock.advance(PAUSE_S)
    visitor, field = desk.scene.visitor(), desk.recipe.identity_field
    form = find_form(visitor.visit(desk.recipe.form.path), desk.recipe.form)
    pairs = [pair for pair in filled(form, {}) if pair[0] != field]
    before, count = len(visitor.history), len(desk.inside.mailbox.mails)
    submit(visitor.agent, form, [*((field, value) for value in typed.values), *pairs])
    return visitor.history[before], tuple(desk.inside.mailbox.mails[count:])


def _takes_over(desk: ResetDesk, account: Account, links: tuple[str, ...]) -> Exchange | None:
    """The owner's page, opened with a password that a stranger has chosen by one of these links."""
    new = new_password(desk.scene, account)
    for link in links:
        if desk.follow(link, new):
            visitor = desk.scene.visitor(account=new)
            if visitor.try_log_in():
                desk.scene.user = new if account == desk.scene.user else desk.scene.user
                return visitor.proof
    return None
