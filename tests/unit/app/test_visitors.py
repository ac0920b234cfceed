"""Two visitors and a thief, against a small model of who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

PASSWORDS = ["violet harbour lamp 42", "nine quiet teapots whistle"]
VISITORS = st.integers(0, 1)
NAMES = st.sampled_from(["ada", "bob"])


@dataclass(eq=False)
class Session:
    """What the model knows of one sign-in."""

    user: str
    alive: bool = True


class Visitors(RuleBasedStateMachine):
    """The steps that two visitors and a thief may take, and who the model says they then are."""

    fresh_app: Callable[[], Flask]
    new_person: Callable[[Flask], Any]
    loot = Bundle("loot")

    @initialize()
    def open_the_site(self):
        app = self.fresh_app()
        self.people = [self.new_person(app), self.new_person(app)]
        self.passwords: dict[str, str] = {}
        self.sessions: list[Session] = []
        self.signed_in: list[Session | None] = [None, None]

    def here(self, visitor) -> Session | None:
        session = self.signed_in[visitor]
        return session if session and session.alive else None

    def begin(self, visitor, user):
        self.signed_in[visitor] = Session(user)
        self.sessions.append(self.signed_in[visitor])

    def end_all(self, user):
        for session in self.sessions:
            session.alive = session.alive and session.user != user

    @rule(visitor=VISITORS, name=NAMES)
    def register(self, visitor, name):
        self.people[visitor].register(name, PASSWORDS[0])
        if not self.here(visitor) and name not in self.passwords:
            self.passwords[name] = PASSWORDS[0]
            self.begin(visitor, name)

    @rule(visitor=VISITORS, name=NAMES, password=st.sampled_from(PASSWORDS), remember=st.booleans())
    def log_in(self, visitor, name, password, remember):
        self.people[visitor].log_in(name, password, remember)
        if not self.here(visitor) and self.passwords.get(name) == password:
            self.begin(visitor, name)

    @rule(visitor=VISITORS)
    def log_out(self, visitor):
        self.people[visitor].log_out()
        if session := self.here(visitor):
            session.alive = False

    @rule(target=loot, visitor=VISITORS)
    def steal(self, visitor):
        return self.people[visitor].cookies(), self.here(visitor)

    @rule(stolen=loot)
    def replay(self, stolen):
        cookies, session = stolen
        expected = session.user if session and session.alive else None
        assert self.people[0].thief(cookies).greeting() == expected

    @rule(stolen=loot)
    def replay_the_remember_cookie(self, stolen):
        cookies, session = stolen
        expected = session.user if session and session.alive and "remember_token" in cookies else None
        kept = {name: value for name, value in cookies.items() if name == "remember_token"}
        assert self.people[0].thief(kept).greeting() == expected

    @rule(visitor=VISITORS, current=st.sampled_from(PASSWORDS), new=st.sampled_from(PASSWORDS))
    def change_password(self, visitor, current, new):
        self.people[visitor].change_password(current, new)
        session = self.here(visitor)
        if session and self.passwords[session.user] == current:
            self.passwords[session.user] = new
            self.end_all(session.user)
            self.begin(visitor, session.user)

    @rule(visitor=VISITORS)
    def end_other_sessions(self, visitor):
        self.people[visitor].post("/account/sessions/end-others", page="/account")
        if session := self.here(visitor):
            self.end_all(session.user)
            self.begin(visitor, session.user)

    @rule(visitor=VISITORS, password=st.sampled_from(PASSWORDS))
    def delete_account(self, visitor, password):
        self.people[visitor].post("/account/delete", password=password)
        session = self.here(visitor)
        if session and self.passwords[session.user] == password:
            del self.passwords[session.user]
            self.end_all(session.user)

    @invariant()
    def everybody_is_who_the_model_says(self):
        expected = [self.here(i) and self.here(i).user for i in (0, 1)]
        assert [person.greeting() for person in self.people] == expected


def test_who_is_signed_in_is_who_the_model_says(make_app, new_person):
    """No sequence of steps signs in whom it should not, or out."""

    def fresh_app():
        return make_app(
            THROTTLE_ACCOUNT="1000 per hour",
            THROTTLE_ADDRESS="1000 per hour",
            THROTTLE_REGISTER="1000 per hour",
        )

    run_state_machine_as_test(
        type(
            "Bound",
            (Visitors,),
            {"fresh_app": staticmethod(fresh_app), "new_person": staticmethod(new_person)},
        ),
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
