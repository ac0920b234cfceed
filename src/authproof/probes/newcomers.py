"""Setting passwords of one's choice, at registration or by a change, to learn which passwords a site takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.stored import stored, text_of
from authproof.site import Account
from authproof.site.account_steps import change_password
from authproof.site.model import ChangeRecipe, RegisterRecipe
from authproof.site.steps import FormGone
from authproof.visitor import Scene


@dataclass(slots=True)
class Newcomers:
    """People who register, each from an address of their own: a limit per address refuses none of them.

    `count` and `refused` say how many tried and how many were refused; `answer` is the latest one's form, sent;
    `seen_stored` that the names of those who were accepted were found in the database.
    """

    scene: Scene
    recipe: RegisterRecipe
    count: int = 0
    refused: int = 0
    answer: Exchange | None = None
    seen_stored: bool = False
    ways: str = "registrations"

    def accepts(self, password: str, account: Account | None = None) -> Exchange | None:
        """The form that registered somebody with this password, proved by a login; None where it was refused."""
        self.count += 1
        address = f"127.0.{self.count // 200 + 1}.{self.count % 200 + 1}"
        person = (account or self.somebody()).with_password(password)
        visitor = self.scene.visitor(account=person, address=address)
        try:
            landed = visitor.register(person)
        except FormGone as gone:
            landed = gone.exchange
        self.answer = next((one for one in reversed(visitor.history) if one.request.body), landed)
        if self._may_exist(person) and self.scene.visitor(account=person, address=address).try_log_in():
            self.seen_stored = self.seen_stored or self._stored(person)
            return self.answer
        self.refused += 1
        return None

    def _may_exist(self, person: Account) -> bool:
        """Whether the name is stored, where those who were accepted are: else a login need not be tried."""
        return not self.seen_stored or self._stored(person)

    def _stored(self, person: Account) -> bool:
        if self.scene.inside is None:
            return False
        name = person.username.casefold()
        return any(name in text_of(cell.value).casefold() for cell in stored(self.scene.inside))

    def somebody(self) -> Account:
        """Somebody new."""
        return self.scene.people.account(
            password_length=self.recipe.password_length, special=self.recipe.special
        )

    def random(self, length: int) -> str:
        """A random password of that many characters, in the style that this registration is known to take."""
        return self.scene.people.password(length, special=self.recipe.special)

    def confirm(self, *, always: bool = False) -> None:
        """See that a good password is still taken: then the refusals before were about the passwords.

        Without a refusal there is nothing to see, unless it is `always` asked for.

        Raises:
            Inconclusive: nobody can register any more.
        """
        if (self.refused or always) and not self.accepts(self.random(self.recipe.password_length)):
            raise Inconclusive(
                f"a good password is refused as well after some {self.ways}: a limit, it seems"
            )

    def shortest(self, lengths: Sequence[int]) -> tuple[int, Exchange | None]:
        """The smallest of these rising lengths that is taken, and the proof; the known good one where none is.

        The longest is tried first: a site that refuses it needs no further question.
        """
        proofs: dict[int, Exchange] = {}
        low, middle, high = 0, len(lengths) - 1, len(lengths)
        while low < high:
            if proof := self.accepts(self.random(lengths[middle])):
                proofs[middle], high = proof, middle
            else:
                low = middle + 1
            middle = (low + high) // 2
        good = self.recipe.password_length
        return (lengths[low], proofs.get(low)) if low < len(lengths) else (good, None)


@dataclass(slots=True)
class Changers(Newcomers):
    """Where nobody can register: the scene's user, who takes one password after the other."""

    ways: str = "changes"

    def accepts(self, password: str, account: Account | None = None) -> Exchange | None:
        """The form that changed the user's password to this one, proved by a login; None where it was refused."""
        owner, self.count = account or self.scene.user, self.count + 1
        visitor, new = self.scene.signed_in(), owner.with_password(password)
        before = len(visitor.history)
        try:
            landed = change_password(visitor.agent, self._change(), self.scene.user.password, password)
        except FormGone as gone:
            landed = gone.exchange
        self.answer = next((one for one in reversed(visitor.history[before:]) if one.request.body), landed)
        if password != self.scene.user.password and self.scene.visitor(account=new).try_log_in():
            self.scene.user = new
            return self.answer
        self.refused += 1
        return None

    def somebody(self) -> Account:
        """The user: there is nobody else."""
        return self.scene.user

    def _change(self) -> ChangeRecipe:
        assert self.scene.site.features.change is not None  # newcomers() has looked
        return self.scene.site.features.change


def newcomers(scene: Scene) -> Newcomers:
    """People who can register, or somebody who can change the password.

    Raises:
        NotApplicable: the site has neither registration nor change of passwords.
    """
    if scene.site.register is not None:
        return Newcomers(scene, scene.site.register)
    if scene.site.features.change is None:
        raise NotApplicable("neither a registration nor a change of passwords was found")
    login = scene.site.login
    roles, length = ((login.identity_field, login.identity),), len(scene.user.password)
    return Changers(scene, RegisterRecipe(scene.site.features.change.form, roles, length))
