"""One small defect at a time in `json_api`, each planted from outside: `planted_json.py:NAME` is an app."""

import hashlib
import itertools
import re
import time

import json_api
from _plants import plants
from flask import g, jsonify, request
from sqlalchemy import insert, select


def replaced(name, view):
    """The app with another view at that endpoint."""
    app = json_api.create_app()
    app.view_functions[f"api.{name}"] = view
    return app


@plants("session-replay-after-logout")
def logout_says_goodbye_only():
    """The token is for the phone to forget."""

    def logout():
        json_api.said("logout", json_api.owner().handle)
        return "", 204

    return replaced("logout", logout)


@plants("session-token-predictable")
def tokens_are_counted():
    """A token is the hash of a number."""
    numbers = itertools.count(1000)
    json_api.secrets = type(
        "Numbers", (), {"token_urlsafe": lambda _size: hashlib.sha1(str(next(numbers)).encode()).hexdigest()}
    )
    json_api.secrets.token_bytes = __import__("secrets").token_bytes
    return json_api.create_app()


@plants("client-claimed-identity")
def account_named_by_a_header():
    """A gateway, which is not there, would set the header."""
    owner = json_api.owner

    def believed():
        number = request.headers.get("X-User-Id", "")
        if number.isdecimal() and len(number) < 9:
            g.digest = ""
            with json_api.current_app.engine.connect() as db:
                found = db.execute(
                    select(json_api.account).where(json_api.account.c.id == int(number))
                ).first()
            return found or owner()
        return owner()

    json_api.owner = believed
    return json_api.create_app()


@plants("password-exposed-in-response")
def me_shows_the_row():
    """The account as it is stored."""
    return replaced("me", lambda: jsonify(dict(json_api.owner()._mapping)))


@plants("wrong-password-accepted")
def stored_hash_is_a_password():
    """For a migration that never ended, the stored text itself opens the account."""
    matches = json_api.matches
    json_api.matches = lambda sealed, password: matches(sealed, password) or sealed == password
    return json_api.create_app()


@plants("password-not-verified-exactly")
def sixteen_characters_count():
    """The rest is cut off."""
    stretch = json_api.stretch
    json_api.stretch = lambda password, salt: stretch(password[:16], salt)
    return json_api.create_app()


@plants("username-collision")
def handles_in_both_cases():
    """Handles are kept as they are typed."""
    json_api.handle_of = str.strip
    json_api.HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,29}")
    return json_api.create_app()


@plants("account-enumeration-timing")
def strangers_cost_nothing():
    """Nobody's hash is never computed."""
    matches = json_api.matches
    json_api.matches = lambda sealed, password: sealed != json_api.NOBODY and matches(sealed, password)
    return json_api.create_app()


@plants("disabled-account-access")
def suspended_tokens_work():
    """Whether an account is suspended is asked at login, and not by its tokens."""
    owner = json_api.owner

    def whoever():
        given = json_api.digest_of(request.headers.get("Authorization", "").partition(" ")[2])
        query = (
            select(json_api.account)
            .join(json_api.token, json_api.token.c.account_id == json_api.account.c.id)
            .where(json_api.token.c.digest == given, json_api.account.c.suspended == 1)
        )
        with json_api.current_app.engine.connect() as db:
            found = db.execute(query).first()
        g.digest = given
        return found or owner()

    json_api.owner = whoever
    return json_api.create_app()


@plants("registration-mass-assignment")
def register_takes_the_object():
    """Every key of the object that names a column is stored."""

    class Generous:
        def __init__(self, table):
            self.table = table

        def values(self, **named):
            body = request.get_json(silent=True) or {}
            columns = set(json_api.account.c.keys()) - {"id", "secret", "handle"}
            given = {
                key: value for key, value in body.items() if key in columns and isinstance(value, str | int)
            }
            return insert(self.table).values(**{**named, **given})

    real = json_api.insert
    json_api.insert = lambda table: Generous(table) if table is json_api.account else real(table)
    return json_api.create_app()


@plants("session-idle-timeout")
def tokens_rest_for_ten_days():
    """An unused token is good for ten days."""
    json_api.IDLE_S = 10 * 86_400
    return json_api.create_app()


@plants("malformed-input-crash")
def any_type_will_do():
    """What a key holds is taken as it is."""
    field = json_api.field

    def trusting(name):
        body = request.get_json(silent=True)
        if isinstance(body, dict) and isinstance(body.get(name), int | list):
            return body[name]
        return field(name)

    json_api.field = trusting
    return json_api.create_app()


@plants("session-replay-after-password-change")
def change_keeps_tokens():
    """The password is changed, the tokens stay."""
    real = json_api.delete
    unreachable = json_api.token.c.issued < -time.time()

    def spare(table):
        in_change = table is json_api.token and request.path.endswith("/password")
        return real(table).where(unreachable) if in_change else real(table)

    json_api.delete = spare
    return json_api.create_app()
