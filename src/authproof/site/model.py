"""What we learned of the target's pages."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from authproof.target.network import is_loopback


@dataclass(frozen=True, slots=True)
class FormRecipe:
    """How to find a form again on a fresh page: the page's path, the names to fill in, where it posts to.

    `method` is what a JSON endpoint asks for: `post`, `put` or `patch`. `then` are name and kind of the controls
    that stand on a second page, which this form leads to.
    """

    path: str
    shape: tuple[str, ...]
    action: str
    encoding: str = "form"
    method: str = "post"
    then: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LoginRecipe:
    """The login form, the control for each thing typed, and what the identity is (`username` or `email`)."""

    form: FormRecipe
    identity_field: str
    password_field: str
    remember_field: str | None = None
    identity: str = "username"


@dataclass(frozen=True, slots=True)
class RegisterRecipe:
    """The registration form: `roles` pairs each control's name with what a person types there.

    Roles are `username`, `email`, `password`, `tick` and, for all that only has to be filled, `=value`. `confirmed`:
    the account opens after its owner has opened a link that is mailed.
    """

    form: FormRecipe
    roles: tuple[tuple[str, str], ...]
    password_length: int = 20
    special: bool = True
    confirmed: bool = False

    def fields_for(self, role: str) -> tuple[str, ...]:
        """Names of the controls with that role."""
        return tuple(name for name, given in self.roles if given == role)


@dataclass(frozen=True, slots=True)
class LogoutRecipe:
    """The way out: a link (`action` None), or a bare form on the page at `path`, known by its action."""

    path: str
    action: str | None = None
    method: str = "POST"
    encoding: str = "form"


@dataclass(frozen=True, slots=True)
class ChangeRecipe:
    """A form that changes the password: `roles` pairs each password control with `current` or `new`."""

    form: FormRecipe
    roles: tuple[tuple[str, str], ...]

    @property
    def asks_current(self) -> bool:
        """Whether the form has a control for the current password."""
        return any(role == "current" for _, role in self.roles)


@dataclass(frozen=True, slots=True)
class ResetRecipe:
    """A form that mails a link to whoever forgot the password; `identity` is `email` or `username`."""

    form: FormRecipe
    identity_field: str
    identity: str


@dataclass(frozen=True, slots=True)
class DeletionRecipe:
    """A form that deletes the account; its password controls, if any, take the current password."""

    form: FormRecipe
    password_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileRecipe:
    """A form in which people edit themselves: the text controls whose values stay, the address among them."""

    form: FormRecipe
    fields: tuple[str, ...]
    email_field: str | None = None
    password_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """What a site offers beside the login; None where nothing of the kind was seen to work."""

    change: ChangeRecipe | None = None
    reset: ResetRecipe | None = None
    deletion: DeletionRecipe | None = None
    profile: ProfileRecipe | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A page that looks different to whoever is signed in.

    `guarded`: an anonymous visitor does not get it. `marked`: it shows the signed-in user's name. `arrives`
    is the path on which a signed-in visitor ends; `refused_with` are the shapes of the forms that an
    anonymous visitor gets on that same path, None where that visitor ends elsewhere or with an error.
    """

    path: str
    guarded: bool
    marked: bool
    arrives: str = ""
    refused_with: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What a visitor and a check need to know of the target's pages.

    `root` is the path under which all of it lies on a server that has other things besides; empty where it has none.
    """

    base: str
    login: LoginRecipe
    register: RegisterRecipe | None
    logout: LogoutRecipe | None
    witnesses: tuple[Witness, ...]
    signed_in_after_register: bool = False
    next_parameters: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    cookies: tuple[str, ...] = field(default=())
    features: Features = Features()
    root: str = ""

    @property
    def is_local(self) -> bool:
        """Whether its host means this machine."""
        return is_loopback(urlsplit(self.base).hostname or "")

    def at(self, path: str) -> str:
        """A path of this site, given as if the site had the server for itself."""
        return f"{self.root}{path}"

    def only_name(self, value: str, username: str) -> bool:
        """Whether this is the name of the only account there is: a form that changes it would lock everybody out."""
        return self.register is None and value == username

    @property
    def protected(self) -> tuple[str, ...]:
        """Paths of the pages that refuse an anonymous visitor."""
        return tuple(witness.path for witness in self.witnesses if witness.guarded)
