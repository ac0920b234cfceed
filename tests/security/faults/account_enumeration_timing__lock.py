"""A locked account is refused without hashing, an unknown name with as many failures is hashed for ever."""

from _planting import reference
from flask import Flask

from app import accounts

CATCHES = ("account-enumeration-timing",)


def create_app() -> Flask:
    """Plant it: once the attempts of an account are spent, its password is not looked at any more."""
    verify = accounts._verify

    def verify_unless_locked(user: accounts.User | None, password: str) -> bool:
        if user and accounts.the_throttle().is_spent("account", user.username_key):
            return False
        return verify(user, password)

    accounts._verify = verify_unless_locked
    return reference()
