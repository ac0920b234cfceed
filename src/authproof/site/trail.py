"""What discovery tried on its way, so that it can be told where it found nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from authproof.exchange import Exchange
from authproof.site.html import Form, read_page

# So many steps of one kind tell a person enough.
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried: for what (`pages`, `login`, `logout`, ...), what it was, and what was seen."""

    sought: str
    tried: str
    seen: str


@dataclass(slots=True)
class Trail:
    """Steps in their order."""

    steps: list[Step] = field(default_factory=list)

    def note(self, sought: str, tried: str, seen: str) -> None:
        """Remember a step; the same one once."""
        step = Step(sought, tried, seen)
        if step not in self.steps and sum(one.sought == sought for one in self.steps) < _MOST_STEPS:
            self.steps.append(step)

    def of(self, sought: str) -> tuple[str, ...]:
        """What was tried for that and what was seen, one sentence for each step."""
        return tuple(f"{one.tried}: {one.seen}" for one in self.steps if one.sought == sought)

    def grouped(self, sought: str) -> Iterator[str]:
        """The same, one sentence for all steps with which the same was seen."""
        steps = [one for one in self.steps if one.sought == sought]
        for seen in dict.fromkeys(one.seen for one in steps):
            yield f"{', '.join(one.tried for one in steps if one.seen == seen)}: {seen}"


def answer_of(exchange: Exchange) -> str:
    """An answer and the forms that stand in it, such as `200, form with username, password`."""
    status = "an exception" if exchange.crash else str(exchange.response.status)
    return ", ".join([status, *(shown(form) for form in read_page(exchange).forms if form.shape)])


def shown(form: Form) -> str:
    """A form by what a person fills in."""
    return f"form with {' + '.join(form.shape) or 'a button alone'}"
