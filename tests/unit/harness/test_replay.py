"""Findings told again: the requests that matter, found among all that were sent, as scripts that anybody can run."""

import ast
import json
import os
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authproof.client import UserAgent, WsgiClient
from authproof.errors import UsageError
from authproof.findings import Shows, finding
from authproof.findings.redaction import HIDDEN, Redaction
from authproof.findings.replay import Replay, Sign, Step, Taken
from authproof.replay import Told, check_script, curl_script, pytest_script, replay_of, script_of
from authproof.reports.reading import stored_replay
from tests.unit.harness.reported import hostile

BASE = "http://localhost"
WORDS = {
    "slug": "open-redirect",
    "target": "app:create_app",
    "promise": "People stay.",
    "message": "They do not.",
}
LOGIN = """<form method=post><input type=hidden name=csrf value="{token}">
<input name=user><input name=password></form>"""


def tiny(environ, start):
    """A login whose page has a token of its own for each visit, and whose sessions never end."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    tiny.visits += 1
    token = f"token-{tiny.visits:08}"
    if path == "/login" and method == "POST":
        start(
            "302 FOUND", [("Location", "/private"), ("Set-Cookie", f"session=secret-{tiny.visits}; Path=/")]
        )
        return [b""]
    if path == "/api":
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"data": {"access": token}}).encode()]
    inside = "secret-" in environ.get("HTTP_COOKIE", "")
    start("200 OK", [("Content-Type", "text/html")])
    return [
        (LOGIN.format(token=token) if path == "/login" else f"<title>Private</title>alice {inside}").encode()
    ]


tiny.visits = 0


@pytest.fixture
def client():
    return WsgiClient(tiny)


def log_in(agent):
    """Log in as alice, with the token of the page."""
    page = agent.get("/login").response.text
    token = page.partition('value="')[2].partition('"')[0]
    return agent.post("/login", {"csrf": token, "user": "alice", "password": "correct horse"}, follow=False)


def told(client, exchange, shows=Shows.ANSWER):
    """The replay of a finding about that exchange."""
    story = Told(client.journal.entries, BASE, "/register", ("alice",))
    return replay_of(story, finding("x", evidence=exchange), shows)


def test_a_copied_cookie_is_taken_from_the_answer_that_set_it(client):
    """A thief's browser begins with what the victim's had been given."""
    alice = UserAgent(client, BASE)
    log_in(alice)
    thief = UserAgent(client, BASE, alice.jar.copy())
    replay = told(client, thief.get("/private"))
    page, login, theft = replay.steps
    assert (page.url, login.method, theft.browser) == (f"{BASE}/login", "POST", login.browser)
    assert dict(login.fields)["csrf"] == Taken(0, "field", "csrf")


def test_a_forged_cookie_is_planted_as_it_is(client):
    """Where no answer had set a cookie, its value stands in the script."""
    agent = UserAgent(client, BASE)
    exchange = agent.get("/private", headers=(("Cookie", "session=secret-forged"),))
    assert told(client, exchange).steps[-1].planted == (("session", "secret-forged"),)


def test_a_bearer_token_is_taken_from_the_json_that_held_it(client):
    """The word before it stays."""
    agent = UserAgent(client, BASE)
    token = agent.get("/api").response.json()["data"]["access"]
    exchange = agent.get("/private", headers=(("Authorization", f"Bearer {token}"),))
    assert dict(told(client, exchange).steps[-1].headers)["Authorization"] == Taken(
        0, "json", "access", "Bearer "
    )


def test_other_peoples_requests_are_left_out(client):
    """A story holds those browsers alone whose cookies or accounts it needs."""
    log_in(UserAgent(client, BASE))
    alice = UserAgent(client, BASE)
    answer = log_in(alice)
    assert len(told(client, answer).steps) == 2


def test_a_page_that_gave_nothing_is_left_out(client):
    """What was only looked at is no step."""
    alice = UserAgent(client, BASE)
    alice.get("/private")
    answer = log_in(alice)
    assert [step.url for step in told(client, answer).steps] == [f"{BASE}/login", f"{BASE}/login"]


def test_a_finding_of_a_whole_story_has_no_replay(client):
    """What a client cannot see, no request shows."""
    assert told(client, UserAgent(client, BASE).get("/private"), Shows.STORY) is None


def test_a_long_story_has_no_replay(client):
    """Nobody reads a script of a hundred requests; the check itself tells it again."""
    alice = UserAgent(client, BASE)
    for number in range(60):
        alice.post("/login", {"user": f"alice{number}"}, follow=False)
    assert told(client, alice.history[-1]) is None


def test_a_moved_clock_has_no_replay(client, monkeypatch):
    """No script can wait for a day."""
    alice = UserAgent(client, BASE)
    log_in(alice)
    monkeypatch.setattr("authproof.client.journal.time.time", lambda: 4e9)
    assert told(client, alice.get("/private")) is None


@pytest.mark.parametrize("shows", [Shows.ANSWER, Shows.HEADERS])
def test_the_test_fails_while_the_answer_has_the_sign(client, shows):
    """The script is run against the app of whose answers it was made."""
    alice = UserAgent(client, BASE)
    log_in(alice)
    names = {}
    exec(script_of(told(client, alice.get("/private"), shows), "open-redirect"), names)
    with pytest.raises(AssertionError):
        names["test_open_redirect"](tiny)


def test_the_test_passes_when_the_answer_has_changed(client):
    """An app that refuses has another answer."""
    alice = UserAgent(client, BASE)
    log_in(alice)
    names = {}
    exec(script_of(told(client, alice.get("/private")), "open-redirect"), names)

    def refuses(environ, start):
        start("403 FORBIDDEN", [("Content-Type", "text/html")])
        return [b"alice"]

    names["test_open_redirect"](refuses)


values = hostile | st.builds(Taken, st.just(0), st.sampled_from(["field", "cookie", "json"]), hostile)
pairs = st.lists(st.tuples(hostile, values), max_size=2).map(tuple)
paths = hostile.map(
    lambda text: f"{BASE}/{text.encode('ascii', 'backslashreplace').decode()}".replace("[", "(")
)
replays = st.builds(
    lambda url, more, sign: Replay(BASE, (Step(0, "GET", url), Step(0, "POST", url, *more)), sign),
    paths,
    st.tuples(pairs, pairs, st.text(st.characters(max_codepoint=255)), pairs),
    st.builds(
        Sign,
        st.sampled_from(["crash", "redirect", "page", "headers"]),
        hostile,
        st.lists(hostile, max_size=1).map(tuple),
    ),
)


@given(replays, hostile)
def test_whatever_a_target_says_stands_in_the_test_as_a_literal(replay, text):
    """Nothing of it becomes code: the module's names are ours, whatever the values are."""
    module = ast.parse(pytest_script(replay, **WORDS | {"promise": text, "message": text, "target": text}))
    names = {
        node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert {getattr(node, "name", None) for node in module.body if isinstance(node, ast.FunctionDef)} >= {
        "app",
        "test_open_redirect",
    }
    assert all(name.isidentifier() and not name.startswith("__") for name in names)


@given(hostile)
def test_the_check_told_again_is_a_test_too(text):
    """It compiles, whatever the target is called."""
    ast.parse(check_script(**WORDS | {"promise": text, "message": text, "target": text}))


SHELL = st.sampled_from(
    ["$(touch owned)", "`touch owned`", "'; touch owned; '", '"; touch owned #', "\ntouch owned\n", "/e;"]
)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_a_target_says_stays_a_word_of_the_shell(tmp_path_factory, data):
    """The script is run with a curl that does nothing: no word of it does anything else."""
    folder = tmp_path_factory.mktemp("shell")
    (folder / "curl").write_text("#!/bin/sh\n")
    (folder / "curl").chmod(0o755)
    words = st.tuples(
        SHELL, SHELL | st.builds(Taken, st.just(0), st.sampled_from(["field", "cookie", "json"]), SHELL)
    )
    step = Step(
        0,
        "POST",
        f"{BASE}/{data.draw(SHELL)}",
        *([data.draw(words)] for _ in range(2)),
        planted=[data.draw(words)],
    )
    told = Replay(data.draw(SHELL), (Step(0, "GET", BASE), step), Sign("page", data.draw(SHELL)))
    script = curl_script(told, slug="x", message=data.draw(SHELL)).encode()
    environ = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
    subprocess.run(
        ["sh"], input=script, cwd=folder, env=environ, capture_output=True, check=False, timeout=30
    )
    assert [file.name for file in folder.iterdir()] == ["curl"]


def test_a_given_password_is_read_from_the_environment():
    """It stands in no report, so the scripts ask for it."""
    step = Step(0, "POST", f"{BASE}/login", fields=(("user", "alice"), ("password", "correct horse")))
    hidden = Redaction(["correct horse"]).replay(Replay(BASE, (step,), Sign("status", "200")))
    assert HIDDEN not in (test := pytest_script(hidden, **WORDS))
    assert 'os.environ["AUTHPROOF_PASSWORD"]' in test
    assert '"$AUTHPROOF_PASSWORD"' in curl_script(hidden, slug="x", message="y")


def test_a_step_that_needs_a_later_one_is_refused():
    """A report that somebody has written by hand cannot make us fail."""
    later = {"step": 1, "kind": "field", "name": "csrf", "before": ""}
    step = {
        "browser": 0,
        "method": "GET",
        "url": BASE,
        "headers": [["a", later]],
        "fields": [],
        "body": "",
        "planted": [],
        "address": "",
    }
    with pytest.raises(UsageError, match="cannot be told again"):
        stored_replay(
            {"steps": {"base": BASE, "steps": [step], "sign": {"kind": "crash", "text": "", "lines": []}}}
        )
