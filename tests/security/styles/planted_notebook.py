"""Defects for `sqlite_sessions.py`, one small change each, made from outside; `planted_notebook.py:NAME` is the target.

Where one change breaks two promises, both are named, and why.
"""

import base64
import hashlib
import itertools
import re
import time

import notebook_store as store
import sqlite_sessions as site
from _plants import plants
from flask import g, redirect, request, url_for
from markupsafe import Markup


def with_changed(text, part, change):
    assert part in text
    return text.replace(part, change)


@plants("session-fixation")
def the_session_stays_the_same_at_the_door():
    fresh = store.open_session

    def promote(person=None, stays=False):
        if person is None or not g.session:
            return fresh(person, stays)
        sql = "UPDATE session SET person = ?, stays = ?, started = ? WHERE digest = ?"
        store.database().execute(sql, (person, int(stays), time.time(), g.session["digest"]))
        return None

    store.open_session = promote
    return site.create_app()


@plants("session-replay-after-logout")
def leaving_only_drops_the_cookie():
    def leave():
        store.note_down("left", g.person["name"])
        g.left = True
        return redirect(url_for("front"))

    app = site.create_app()
    app.view_functions["leave"] = leave
    return app


@plants("session-replay-after-password-change")
def other_devices_stay_in():
    store.end_sessions = lambda person: None
    return site.create_app()


@plants("session-token-predictable")
def ids_are_counted_and_hashed():
    numbers = itertools.count(1000)

    class Counted:
        token_urlsafe = staticmethod(lambda size: hashlib.md5(str(next(numbers)).encode()).hexdigest())
        token_bytes = store.secrets.token_bytes

    store.secrets = Counted
    return site.create_app()


@plants("password-not-verified-exactly")
def only_the_beginning_counts():
    stretched = store.stretched
    store.stretched = lambda password, salt: stretched(password[:20], salt)
    return site.create_app()


@plants("password-hash-weak")
def one_round_is_enough():
    store.stretched = lambda password, salt: hashlib.sha256(
        salt + store.unicodedata.normalize("NFC", password).encode()
    ).digest()
    return site.create_app()


@plants("password-plaintext-storage")
def the_password_is_kept_for_support():
    fit, away = store.fits, store.locked_away
    store.locked_away = lambda password: (
        f"{away(password)}${base64.b64encode(password.encode()[::-1]).decode()}"
    )
    store.fits = lambda password, secret: fit(
        password, secret.rpartition("$")[0] if secret.count("$") > 1 else secret
    )
    return site.create_app()


@plants("sql-injection-login")
def the_name_is_put_into_the_statement():
    row = store.row

    def glued(sql, *values):
        if "canon = ?" in sql:
            return row(sql.replace("?", f"'{values[0]}'"))
        return row(sql, *values)

    store.row = glued
    app = site.create_app()
    app.register_error_handler(
        store.sqlite3.Error, lambda error: (site.error_page(site.HTTPException())[0], 400)
    )
    return app


# One function asks for the token of all forms, those at the door included.
@plants("csrf-state-change", "csrf-login")
def a_token_is_checked_if_there_is_one():
    check = store.check_token
    store.check_token = lambda: check() if request.form.get("csrf") else None
    return site.create_app()


@plants("csrf-state-change", "csrf-login")
def anybodys_token_will_do():
    def check_token():
        if request.method == "POST" and not store.row(
            "SELECT 1 FROM session WHERE csrf = ?", request.form.get("csrf", "")
        ):
            store.abort(400)

    store.check_token = check_token
    return site.create_app()


@plants("session-absolute-timeout")
def only_idle_sessions_end():
    store.WHOLE = 10**9
    return site.create_app()


@plants("client-claimed-identity")
def a_header_names_the_person():
    find = store.find_session

    def find_session():
        find()
        if claimed := request.headers.get("X-Forwarded-User"):
            g.person = store.row("SELECT * FROM person WHERE canon = ?", store.canon(claimed)) or g.person

    store.find_session = find_session
    return site.create_app()


@plants("idor-account")
def anybodys_note_can_be_dropped():
    app = site.create_app()

    def drop(number):
        store.database().execute("DELETE FROM note WHERE id = ?", (number,))
        return redirect(url_for("notes"))

    app.view_functions["drop"] = drop
    return app


@plants("account-lockout-dos")
def a_lock_is_for_ever():
    store.WINDOW = 10**9
    return site.create_app()


@plants("brute-force-unlimited")
def nobody_counts():
    store.take_try = lambda name: True
    return site.create_app()


@plants("throttle-bypass")
def a_name_is_counted_for_each_address():
    take = store.take_try
    store.take_try = lambda name: take(f"{name} {request.remote_addr}")
    store.PER_ADDRESS = 10**6
    return site.create_app()


@plants("disabled-account-access")
def the_blocked_stay_in():
    row = store.row
    store.row = lambda sql, *values: row(sql.replace(" AND blocked = 0", ""), *values)
    return site.create_app()


@plants("cross-user-data-bleed")
def notes_are_kept_in_memory():
    app = site.create_app()
    last = {}

    def notes():
        if request.method == "GET" and time.time() - last.get("at", 0) < 5:
            return last["page"]
        answer = site.notes()
        if request.method == "GET":
            last.update(at=time.time(), page=answer)
        return answer

    app.view_functions["notes"] = notes
    return app


@plants("reserved-username")
def everybody_may_be_the_administrator():
    store.RESERVED = frozenset()
    return site.create_app()


@plants("short-password-accepted")
def twelve_will_do():
    def weakness(password, name):
        plain = store.canon(password)
        if not 12 <= len(password) <= 500:
            return "A password has at least 12 characters."
        return "Too common." if store.is_common(plain) or store.canon(name) in plain else ""

    store.weakness = weakness
    return site.create_app()


@plants("password-rules-hostile")
def thirty_at_most():
    weakness = store.weakness
    store.weakness = lambda password, name: (
        "Not more than 30 characters." if len(password) > 30 else weakness(password, name)
    )
    return site.create_app()


@plants("default-credentials")
def a_guest_is_built_in():
    app = site.create_app()
    connection = store.connect(app.config["DATABASE"])
    connection.execute(
        "INSERT INTO person (name, canon, secret) VALUES ('demo', 'demo', ?)", (store.locked_away("demo"),)
    )
    connection.close()
    return app


@plants("cookie-httponly-missing")
def scripts_may_read_the_cookie():
    send = store.send_cookie

    def send_cookie(response):
        response = send(response)
        cookies = [one.replace("HttpOnly; ", "") for one in response.headers.getlist("Set-Cookie")]
        response.headers.setlist("Set-Cookie", cookies)
        return response

    store.send_cookie = send_cookie
    return site.create_app()


@plants("hardening-headers-missing")
def types_are_guessed():
    del store.HEADERS["X-Content-Type-Options"]
    return site.create_app()


@plants("https-not-enforced")
def https_is_forgotten_after_a_day():
    store.HEADERS["Strict-Transport-Security"] = "max-age=86400"
    return site.create_app()


@plants("csp-weak")
def inline_scripts_may_run():
    policy = store.HEADERS["Content-Security-Policy"]
    store.HEADERS["Content-Security-Policy"] = f"{policy}; script-src 'self' 'unsafe-inline'"
    return site.create_app()


@plants("xss-auth-pages")
def the_refusal_repeats_the_name():
    bad_name = store.bad_name
    store.bad_name = lambda name: bad_name(name) and Markup(f"{name} cannot be a name here.")
    return site.create_app()


# What becomes part of a template is not escaped either.
@plants("template-injection", "xss-auth-pages")
def the_motto_is_part_of_the_template():
    app = site.create_app()
    app.view_functions["me"] = lambda: site.show(
        site.ME.replace("{{ person.motto }}", g.person["motto"]), "You"
    )
    return app


@plants("sensitive-change-without-reauth")
def an_empty_field_proves_enough():
    proved = site.proved
    site.proved = lambda password: not password or proved(password)
    return site.create_app()


@plants("username-collision")
def names_are_looked_up_first():
    """Two who join at the same time both find the name free."""
    store.SCHEMA = site.store.SCHEMA = with_changed(
        store.SCHEMA, "canon TEXT NOT NULL UNIQUE", "canon TEXT NOT NULL"
    )
    bad_name = store.bad_name
    store.bad_name = lambda name: (
        bad_name(name)
        or (
            "This name is not free."
            if store.row("SELECT 1 FROM person WHERE canon = ?", store.canon(name))
            else ""
        )
    )
    return site.create_app()


@plants("user-id-reuse-takeover")
def sessions_outlive_the_person():
    """Numbers come back, and nobody ends the sessions of the one who had it."""
    store.SCHEMA = re.sub(r"(person \(id INTEGER PRIMARY KEY) AUTOINCREMENT", r"\1", store.SCHEMA)
    connect = store.connect

    def lax(path):
        connection = connect(path)
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    store.connect = lax
    return site.create_app()


@plants("secrets-in-url")
def a_link_may_carry_the_session():
    find = store.find_session

    def find_session():
        if (token := request.args.get("sid")) and store.row(
            "SELECT 1 FROM session WHERE digest = ?", store.digest(token)
        ):
            request.cookies = {store.current_app.config["COOKIE"]: token}
        find()

    store.find_session = find_session
    return site.create_app()


@plants("remember-without-opt-in")
def everybody_stays():
    fresh = store.open_session
    store.open_session = lambda person=None, stays=False: fresh(person, person is not None)
    return site.create_app()
