"""Odd: passwords are kept by Werkzeug's scrypt. Right: with N=2^15 and p=3, the floor of OWASP and ASVS."""

import unicodedata

from _varying import Person, reference
from flask import Flask
from werkzeug.security import check_password_hash, generate_password_hash

METHOD = "scrypt:32768:8:3"


class Scrypt:
    """Makes and verifies hashes; what is no text of Unicode (RFC 3629) is no password."""

    def __init__(self) -> None:
        self.nobody = generate_password_hash("", METHOD)[:-8] + "00000000"

    def hash(self, password: str) -> str:
        return generate_password_hash(unicodedata.normalize("NFC", password), METHOD)

    def verify(self, stored: str, password: str) -> bool:
        text = unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()
        return check_password_hash(stored, text)

    def verify_nobody(self, password: str) -> bool:
        return self.verify(self.nobody, password) and False

    def is_outdated(self, _stored: str) -> bool:
        return False


def create_app() -> Flask:
    """Replace the hasher."""
    app = reference()
    app.extensions["passwords"] = Scrypt()
    return app


def shown(person: Person) -> bool:
    """Alice gets in, and the hasher is the other one."""
    alice = person.newcomer()
    alice.log_in()
    return alice.is_in and isinstance(person.app.extensions["passwords"], Scrypt)
