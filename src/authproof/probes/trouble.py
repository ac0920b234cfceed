"""Logins and registrations that may end in an error message, with one and the same wrong password in each."""

from contextlib import suppress

from authproof.exchange import Request
from authproof.site import Account
from authproof.site.steps import FormGone, login_values
from authproof.visitor import Scene


def make_trouble(scene: Scene, account: Account, wrong: str) -> None:
    """Send everything that may end in an error message, always with the same wrong password."""
    recipe = scene.site.login
    name, word = recipe.identity_field, recipe.password_field
    typed = login_values(recipe, account.with_password(wrong))
    odd = f"{account.username}\0\ud800"
    for values in ({}, {name: None}, {name: "x" * 9000}, {name: odd}, {word: f"{wrong}\ud800"}):
        visitor = scene.visitor(account=account)
        with suppress(FormGone):
            visitor.submit(visitor.login_form(), {**typed, **values})
    agent = scene.visitor().agent
    shapes = ("application/json", f'{{"{name}": ["{account.username}"], "{word}": {{"is": "{wrong}"}}}}')
    for kind, body in (shapes, ("application/json", f'{{"{word}": "{wrong}'), ("multipart/form-data", wrong)):
        agent.send(
            Request("POST", agent.absolute(recipe.form.action), (("Content-Type", kind),), body.encode())
        )
    if scene.site.register is not None:
        for person in (account, account.named("x" * 9000).with_password(wrong)):
            with suppress(FormGone):
                scene.visitor().register(person)
