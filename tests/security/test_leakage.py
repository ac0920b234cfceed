"""A password, its hash and the tokens are where they must be, and nowhere else."""

import base64
import io
import logging
import random
import re
from secrets import token_hex

import pytest
from flask import Flask

from app.extensions import db

OLD, NEW, WRONG, RESET, NAMED = (f"violet harbour {token_hex(8)}" for _ in range(5))
PASSWORDS = (
    OLD,
    NEW,
    WRONG,
    RESET,
)  # the other is typed into the field for the name, which keeps what is typed


class Life:
    """One person's days with an app, in which every secret is typed, sent or made once, and all is kept."""

    def __init__(self, alice, rows, capfd):
        self.alice, self.rows, self.capfd, self.log = alice, rows, capfd, io.StringIO()
        self.hashes, self.tokens, self.links = set(), set(), []

    @property
    def app(self) -> Flask:
        """The app in which it is lived."""
        return self.alice.app

    def live(self):
        """Register, slip, log in, change the password, forget it, take a new one, leave."""
        alice = self.alice
        self.note(alice.register(password=OLD))
        self.note(alice.log_out())
        self.note(alice.register("bob", password=OLD, password2=WRONG))
        self.note(alice.log_in(password=WRONG))
        self.note(alice.log_in(NAMED, OLD))
        self.note(alice.log_in(password=OLD, remember=True))
        self.note(alice.change_password(WRONG, NEW))
        self.note(alice.change_password(OLD, NEW))
        self.note(alice.get("/account"))
        self.note(alice.post("/reset", email="alice@example.com"))
        self.links = [re.search(r"/reset/(\S+)", mail.body)[1] for mail in self.app.extensions["outbox"]]
        self.note(alice.post(f"/reset/{self.links[0]}", password=RESET, password2=RESET))
        self.note(alice.log_in(password=RESET, remember=True))
        self.note(alice.post("/account/delete", password=WRONG))
        return self

    def told(self):
        """What was logged, traces included, and what was printed."""
        return [self.log.getvalue(), *self.capfd.readouterr()]

    def note(self, _answer):
        """Keep what the database and the cookies hold by now."""
        self.hashes |= {row[0] for row in self.rows(self.app, "SELECT password_hash FROM users")}
        self.tokens |= set(re.findall(r"[\w-]{43}", " ".join(self.cookie_contents())))

    def cookie_contents(self):
        """What is in the cookies of this moment, unpacked as anyone can."""
        signer = self.app.session_interface.get_signing_serializer(self.app)
        cookies = self.alice.cookies()
        session = signer.loads(cookies["__Host-session"]) if "__Host-session" in cookies else {}
        return [repr(session), cookies.get("remember_token", "").partition("|")[0]]

    def sent(self):
        """Every byte that left the app: status lines, headers, bodies, and the sessions inside the cookies."""
        signer = self.app.session_interface.get_signing_serializer(self.app)
        for answer in self.alice.client.seen:
            yield f"{answer.status}\n{answer.headers}\n{answer.text}"
            for cookie in re.findall(r"__Host-session=([^;]+)", str(answer.headers)):
                yield repr(signer.loads(cookie))


def spellings(secret):
    """A secret as it would look in a text, an address, hexadecimal, or base64 at any offset."""
    raw = secret.encode()
    encoded = {base64.b64encode(b"x" * shift + raw)[4:-4].decode() for shift in range(3)}
    return {secret, secret.rpartition(" ")[2], raw.hex(), secret[::-1], *encoded}


def leaks(secrets, texts):
    """Those of the secrets that one of the texts holds."""
    text = "\n".join(texts)
    return [secret for secret in secrets if any(form in text for form in spellings(secret))]


@pytest.fixture
def life(roomy, new_person, rows, caplog, capfd):
    """A life that has been lived, with every log open."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")  # as by an operator who looks for a slow query
    life = Life(new_person(roomy), rows, capfd)
    handler = logging.StreamHandler(life.log)
    logging.getLogger().addHandler(handler)
    yield life.live()
    logging.getLogger().removeHandler(handler)


def file_of(app):
    """The database as bytes, with what SQLite keeps beside it."""
    path = app.extensions["database"]
    return "".join(each.read_bytes().decode("latin-1") for each in path.parent.glob(f"{path.name}*"))


def test_a_life_makes_the_secrets_that_are_looked_for(life):
    """Three hashes, a token for each sign-in and a link: else nothing below would be tested."""
    assert len(life.hashes) == 3
    assert len(life.tokens) >= 4
    assert len(life.links) == 1
    assert life.alice.greeting() == "alice"


def test_the_search_finds_what_is_there():
    """In clear, and inside base64 at any offset."""
    for before in ("", "a", "ab"):
        assert leaks([OLD], [base64.b64encode((before + OLD + "tail").encode()).decode()]) == [OLD]
    assert leaks([OLD], ["violet+harbour+" + OLD[-16:]]) == [OLD]
    assert leaks([OLD], ["violet harbour"]) == []


def test_no_password_is_sent_back(life):
    """Not in a page, a header, a cookie or a session's payload; not after a mistake either."""
    assert leaks(PASSWORDS, life.sent()) == []


def test_no_password_is_logged_or_printed(life):
    """Also not where it was typed into the field for the name, or the queries are logged."""
    told = life.told()
    assert "password-wrong" in told[0]
    assert "INSERT INTO users" in told[0]
    assert leaks([*PASSWORDS, NAMED], told) == []


def test_no_password_is_in_the_database_file(life):
    """Searched as bytes, so that no column, index or free page is forgotten."""
    assert "alice" in (content := file_of(life.app))
    assert leaks([*PASSWORDS, NAMED], [content]) == []


def test_no_hash_leaves_the_database(life):
    """What can be guessed at leisure is neither shown, nor sent, nor logged."""
    assert leaks(life.hashes, [*life.sent(), *life.told()]) == []
    assert "argon2" not in "".join([*life.sent(), *life.told()])


def test_no_token_is_stored_in_clear(life):
    """Who copies the database can open no session and use no link."""
    assert leaks([*life.tokens, *life.links], [file_of(life.app)]) == []


def test_no_token_is_logged_or_printed(life):
    """Neither those of the sessions nor those of the mailed links."""
    assert leaks([*life.tokens, *life.links], life.told()) == []


def test_no_token_stands_in_a_page(life):
    """A page that is saved, printed or photographed signs nobody in."""
    assert leaks([*life.tokens, *life.links], [answer.text for answer in life.alice.client.seen]) == []


def test_the_cookies_hold_no_word_about_the_person(life):
    """Anyone may unpack a signed cookie: neither name, address nor number of the account is in it."""
    content = " ".join(life.cookie_contents())
    assert "_user_id" in content
    assert not re.search(r"alice|example|_user_id': ('1'|1\b)", content)


def test_the_mail_holds_no_password(life):
    """It brings a link and no more."""
    mails = [f"{mail.subject} {mail.body} {mail.html}" for mail in life.app.extensions["outbox"]]
    assert leaks([*PASSWORDS, *life.hashes, *life.tokens], mails) == []


def drop(table):
    """Take a table away."""

    def harm(app):
        with app.app_context():
            db.session.execute(db.text(f"DROP TABLE {table}"))
            db.session.commit()

    return harm


def scramble(app):
    """Make the file no database at all."""
    with app.app_context():
        db.engine.dispose()
    app.extensions["database"].write_bytes(random.randbytes(8192))


def refuse_writes(app):
    """Let every new row fail with its values at hand, as a full disk does."""
    with app.app_context():
        for table in ("users", "user_session"):
            trigger = f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} BEGIN INSERT INTO no_such VALUES (1); END"
            db.session.execute(db.text(trigger))
        db.session.commit()


@pytest.mark.parametrize("harm", [drop("users"), drop("user_session"), scramble, refuse_writes])
def test_a_login_that_breaks_tells_no_secret(life, harm):
    """The page of the error and the trace in the log hold neither password nor hash nor token."""
    life.app.config["PROPAGATE_EXCEPTIONS"] = False
    stranger = life.alice.thief({})
    fields = {"username": "alice", "password": RESET, "csrf_token": stranger.csrf()}
    harm(life.app)
    answer, told = stranger.client.post("/login", data=fields), life.told()
    assert (answer.status_code, "Traceback" in told[0]) == (500, True)
    secrets = [*PASSWORDS, *life.hashes, *life.tokens]
    assert leaks(secrets, [answer.text, str(answer.headers), *told]) == []


@pytest.mark.parametrize("harm", [drop("users"), scramble, refuse_writes])
def test_a_registration_that_breaks_tells_no_secret(life, harm):
    """The hash is then a value of the query that failed, and the log does not quote it."""
    life.app.config["PROPAGATE_EXCEPTIONS"] = False
    stranger = life.alice.thief({})
    fields = {"csrf_token": stranger.csrf(), "username": "carol", "email": "carol@example.com"}
    harm(life.app)
    answer = stranger.client.post("/register", data=fields | {"password": OLD, "password2": OLD})
    assert (answer.status_code, "Traceback" in (told := "".join(life.told()))) == (500, True)
    assert "argon2" not in answer.text + told
    assert leaks([*PASSWORDS, *life.hashes], [answer.text, told]) == []
