"""What discovery tried on its way, so that it can be told where it found nothing."""

from dataclasses import dataclass, field

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.site.html import Form, read_page

# So many steps of one kind tell a person enough.
_MOST_NOTES = 200


@dataclass(slots=True)
class Trail:
    """Steps in their order, as pairs of what was looked for (`pages`, `login`, `logout`, ...) and what was seen."""

    steps: list[tuple[str, str]] = field(default_factory=list)

    def note(self, sought: str, seen: str) -> None:
        """Remember a step; the same one once."""
        if (sought, seen) not in self.steps and len(self.of(sought)) < _MOST_NOTES:
            self.steps.append((sought, seen))

    def of(self, sought: str) -> tuple[str, ...]:
        """What was seen while that was looked for."""
        return tuple(seen for one, seen in self.steps if one == sought)


def described(path: str, exchange: Exchange) -> str:
    """An answer, and the forms that stand in it: `/login: 200; form with username, password`."""
    status = "an exception" if exchange.crash else str(exchange.response.status)
    forms = [shown(form) for form in read_page(exchange).forms if form.shape]
    return "; ".join([f"{same_site_path(path)}: {status}", *forms])


def shown(form: Form) -> str:
    """A form by what a person fills in."""
    return f"form with {', '.join(form.shape) or 'a button alone'}"
