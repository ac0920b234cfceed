"""Odd: guesses are not refused but cease to count, ever longer. Right: four looks an hour, whatever the name."""

import time

from _varying import Person, reference
from flask import Flask

from app import accounts, events
from app.models import User
from app.throttle import client_address

FREE, LONGEST_S = 5, 900


def create_app() -> Flask:
    """Count failures in a row by name; from the fifth on wait 1, 2, 4 ... 900 seconds before the next look."""
    waits: dict[str, tuple[int, float]] = {}

    def prove(user: User | None, key: str, password: str) -> bool:
        throttle, address, who = accounts.the_throttle(), client_address(), user.username if user else None
        if throttle.is_spent("address", address):
            events.record("address-throttled", who)
            raise throttle.refusal("address", address)
        failures, until = waits.get(key, (0, 0.0))
        waiting = time.time() < until
        right = accounts._verify(user, password)
        if right and not waiting:
            waits.pop(key, None)
            return True
        throttle.take("address", address)
        events.record("account-delayed" if waiting else "password-wrong", who)
        if not waiting:
            delay = min(2.0 ** (failures + 1 - FREE), LONGEST_S) if failures + 1 >= FREE else 0
            waits[key] = (failures + 1, time.time() + delay)
        return False

    accounts._prove = prove
    return reference()


def shown(person: Person) -> bool:
    """Right after five wrong passwords the right one looks wrong."""
    alice = person.newcomer()
    alice.log_in()
    served = alice.is_in
    alice = person.newcomer()
    answers = {alice.log_in(password="wrong").status_code for _ in range(6)}
    return served and answers == {200} and alice.log_in().status_code == 200 and not alice.is_in
