"""What the browsers of a replay are called, in every kind of script."""

_PEOPLE = ("alice", "bob", "carol", "dave", "erin", "frank")


def person(browser: int) -> str:
    """The name of a browser, numbered from 0."""
    return _PEOPLE[browser] if browser < len(_PEOPLE) else f"visitor_{browser + 1}"
