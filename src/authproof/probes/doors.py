"""Login and registration as forms to be sent in malformed ways."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle

from authproof.exchange import Request
from authproof.probes.crowd import newcomer
from authproof.probes.hostile import Body, Filled, missing_and_repeated, other_types, typed_values
from authproof.site import Account, Form
from authproof.site.steps import FormGone, filled, find_form, login_values, register_values
from authproof.visitor import Scene, Visitor

# Where Flask-WTF, Django and most others look for a token that is not in the body.
_TOKEN_HEADERS = ("X-CSRFToken", "X-CSRF-Token")


@dataclass(frozen=True, slots=True)
class Door:
    """How to open the form's page, what a person types, and which names are typed in which role."""

    open: Callable[[Visitor], Form]
    values: Callable[[Account], dict[str, str | None]]
    roles: Mapping[str, tuple[str, ...]]

    def knock(self, visitor: Visitor, number: int) -> None:
        """Send the malformed body of that number.

        Raises:
            FormGone: the page shows no such form.
        """
        form = self.open(visitor)
        token = next((one.value for one in form.fields if one.kind == "hidden" and one.value), "")
        post(visitor, form.action, self._bodies(form, visitor.account)[number], token)

    def labels(self, visitor: Visitor) -> list[str]:
        """What the bodies are called, in their order.

        Raises:
            FormGone: the page shows no such form.
        """
        return [body.label for body in self._bodies(self.open(visitor), visitor.account)]

    def _bodies(self, form: Form, account: Account) -> list[Body]:
        hidden = tuple(field.name for field in form.fields if field.kind == "hidden")
        pairs = tuple(filled(form, self.values(account)))
        sent = Filled(pairs, self.roles, hidden, form.encoding)
        typed = [body for role in self.roles for body in typed_values(sent, role)]
        return [*missing_and_repeated(sent), *typed, *other_types(sent)]


def login_door(scene: Scene) -> Door:
    """The login form."""
    recipe = scene.site.login
    roles = {"name": (recipe.identity_field,), "password": (recipe.password_field,)}
    return Door(lambda visitor: visitor.login_form(), lambda account: login_values(recipe, account), roles)


def register_door(scene: Scene) -> Door:
    """The registration form."""
    recipe = scene.need_registration()
    words = (("name", "username"), ("mail address", "email"), ("password", "password"))
    return Door(
        lambda visitor: find_form(visitor.visit(recipe.form.path), recipe.form),
        lambda account: register_values(recipe, account),
        {what: recipe.fields_for(role) for what, role in words if recipe.fields_for(role)},
    )


def through_login(scene: Scene, where: Iterator[str]) -> Iterator[tuple[str, Visitor]]:
    """Everybody who tried a malformed login, with what was malformed; all passwords are wrong."""
    known = cycle([one for one in (scene.user, scene.other) if one])
    wrong = scene.people.password()
    door = login_door(scene)
    for number, label in enumerate(door.labels(scene.visitor())):
        account = next(known) if label.endswith("password") else scene.people.account()
        visitor = scene.visitor(account=account.with_password(wrong), address=next(where))
        with suppress(FormGone):
            door.knock(visitor, number)
        yield label, visitor


def through_registration(scene: Scene, where: Iterator[str]) -> Iterator[tuple[str, Visitor]]:
    """Everybody who tried a malformed registration, with what was malformed."""
    door = register_door(scene)
    for number, label in enumerate(door.labels(scene.visitor(account=newcomer(scene)))):
        visitor = scene.visitor(account=newcomer(scene), address=next(where))
        with suppress(FormGone):
            door.knock(visitor, number)
        yield label, visitor


def post(visitor: Visitor, url: str, body: Body, token: str = "") -> None:  # nosec B107
    """Send a body as it is; a form's token goes along as a script would send it, where no field can hold it."""
    headers = [("Content-Type", body.kind), *((name, token) for name in _TOKEN_HEADERS if token)]
    visitor.agent.send(Request("POST", url, tuple(headers), body.content))
