"""Chance that can be had again: the states of the target's pseudo-random generators."""

import gc
import random


class Chance:
    """Every generator of the kind that the `random` module makes, in the state of this moment.

    What asks the operating system (`secrets`, `os.urandom`, `SystemRandom`) has no state and is left out: it
    comes out otherwise each time.
    """

    def __init__(self) -> None:
        """Look for them among all living objects; those from before a fork are frozen."""
        gc.unfreeze()
        found = [one for one in gc.get_objects() if isinstance(one, random.Random)]
        self._states = [(one, one.getstate()) for one in found if not isinstance(one, random.SystemRandom)]

    def again(self) -> None:
        """Put the states back: the same numbers follow once more."""
        for generator, state in self._states:
            generator.setstate(state)
