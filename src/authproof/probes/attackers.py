"""Somebody with an ordinary account who sends what was meant for others."""

from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.changes import ticks
from authproof.probes.forged_rows import fill
from authproof.site import Form
from authproof.site.candidates import recipe_for
from authproof.visitor import Scene, Visitor


class Attacker:
    """Somebody with an account, who comes in again, or anew, after a form has ended that."""

    def __init__(self, scene: Scene) -> None:
        """Sign in."""
        self.scene, self.visitor = scene, scene.signed_in()
        self.new = scene.people.password(len(scene.user.password))

    def ready(self) -> Visitor:
        """The browser, signed in.

        Raises:
            Inconclusive: the account is gone, and nobody can register.
        """
        account = self.visitor.account
        if self.visitor.is_logged_in() and self.scene.visitor(account=account).try_log_in():
            return self.visitor
        for one in (account, account.with_password(self.new)):
            self.visitor = self.scene.visitor(account=one)
            if self.visitor.try_log_in():
                return self.visitor
        try:
            self.visitor = self.scene.signed_in(self.scene.new_user())
        except NotApplicable:
            raise Inconclusive("a form has closed the only account that could try others") from None
        return self.visitor

    def typed(self, form: Form) -> dict[str, str | None]:
        """What this person types into a form: the current password or a new one, fresh words everywhere else."""
        change = self.scene.site.features.change
        values = fill(form, self.visitor, self.scene.people) | ticks(form)
        if change is not None and recipe_for(form).shape == change.form.shape:
            values |= {name: self.new for name, role in change.roles if role == "new"}
        return values
