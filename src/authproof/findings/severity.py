"""How bad a broken promise is."""

from enum import IntEnum


class Severity(IntEnum):
    """Ordered, so that thresholds compare; `INFO` is worth knowing and fails nothing."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The lower-case name, as reports and options spell it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Severity":
        """Read a name as written in options and configuration.

        Raises:
            KeyError: there is no such severity.
        """
        return cls[word.upper()]
