"""Hash calls are counted, equal ones computed once, and what they answer is what the real functions answer."""

import hashlib

import pytest
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, hash_secret, verify_secret
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import check_password_hash, generate_password_hash

from authproof.target.hashing import HashCall, HashLedger

SMALL = st.binary(max_size=20)
ARGON = {"time_cost": 1, "memory_cost": 8, "parallelism": 1, "hash_len": 16, "type": Type.ID}


def wrapped(ledger, name, function):
    """The function as the ledger lets the target see it."""
    return ledger._counting(name, function)


def outcome(function, *args, **kwargs):
    """What a call returns, or the kind and words of what it raises."""
    try:
        return function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - refusals are compared too
        return type(error), str(error)


@pytest.fixture
def ledger():
    """A ledger in place everywhere, taken out again afterwards."""
    ledger = HashLedger()
    ledger.install()
    yield ledger
    ledger.uninstall()


@given(SMALL, SMALL, st.sampled_from([0, 1, 2, 3, 4, 8]), st.integers(0, 2), st.integers(0, 2))
def test_scrypt_answers_as_the_real_one_does(password, salt, n, r, p):
    """Equal results for equal arguments, equal refusals for wrong ones, the first time and the second."""
    memo = wrapped(HashLedger(), "hashlib.scrypt", hashlib.scrypt)
    arguments = {"salt": salt, "n": n, "r": r, "p": p}
    real = outcome(hashlib.scrypt, password, **arguments)
    assert [outcome(memo, password, **arguments) for _ in range(2)] == [real, real]


@given(
    st.sampled_from(["sha1", "sha256", "no-such"]),
    SMALL,
    SMALL,
    st.integers(-1, 3),
    st.none() | st.integers(1, 40),
)
def test_pbkdf2_answers_as_the_real_one_does(name, password, salt, iterations, length):
    """Also with bytearrays, which are copied before they are remembered."""
    memo = wrapped(HashLedger(), "hashlib.pbkdf2_hmac", hashlib.pbkdf2_hmac)
    real = outcome(hashlib.pbkdf2_hmac, name, password, salt, iterations, length)
    assert outcome(memo, name, bytearray(password), memoryview(salt), iterations, length) == real
    assert outcome(memo, name, password, salt, iterations, length) == real


@given(SMALL, SMALL)
def test_argon2_verifies_as_the_real_one_does(password, other):
    """The right password is right and the wrong one refused, each as often as it is asked."""
    stored = hash_secret(password, b"saltsalt", **ARGON)
    memo = wrapped(HashLedger(), "argon2.low_level.verify_secret", verify_secret)
    real = outcome(verify_secret, stored, other, Type.ID)
    assert [outcome(memo, stored, other, Type.ID) for _ in range(2)] == [real, real]
    assert memo(stored, password, Type.ID) is True


@given(st.lists(st.tuples(SMALL, SMALL), max_size=6))
def test_every_call_is_counted_and_only_new_ones_are_computed(calls):
    """The work that an app asks for is exact, whatever it costs us."""
    computed = []
    ledger = HashLedger()
    memo = wrapped(ledger, "hashlib.scrypt", lambda *args: computed.append(args))
    for password, salt in calls + calls:
        memo(password, salt)
    assert (len(ledger.calls), len(computed)) == (2 * len(calls), len(set(calls)))


def test_real_hashing_computes_each_call():
    """`--real-hashing` remembers nothing, and still counts."""
    computed = []
    ledger = HashLedger(real=True)
    memo = wrapped(ledger, "hashlib.scrypt", lambda *args: computed.append(args))
    memo(b"a")
    memo(b"a")
    assert (len(computed), len(ledger.calls)) == (2, 2)


def test_a_refusal_is_remembered_and_raised_again():
    """A wrong password costs its real work once."""
    computed = []

    def refuse(password):
        computed.append(password)
        raise VerifyMismatchError("no")

    memo = wrapped(HashLedger(), "argon2.low_level.verify_secret", refuse)
    assert [outcome(memo, b"a") for _ in range(3)] == [(VerifyMismatchError, "no")] * 3
    assert computed == [b"a"]


def test_the_floor_is_what_all_calls_would_have_cost(ledger):
    """A remembered call counts with the seconds of the real one."""
    for _ in range(3):
        hashlib.scrypt(b"a", salt=b"b", n=1024, r=8, p=1)
    assert len({call.seconds for call in ledger.calls}) == 1
    assert ledger.floor_s == pytest.approx(3 * ledger.calls[0].seconds)


def test_a_name_that_was_copied_at_import_is_counted_too(ledger):
    """`from argon2.low_level import verify_secret` above this test got the counting one as well."""
    stored = hash_secret(b"a", b"saltsalt", **ARGON)
    verify_secret(stored, b"a", Type.ID)
    assert [call.scheme for call in ledger.calls] == [
        "argon2.low_level.hash_secret",
        "argon2.low_level.verify_secret",
    ]


def test_a_framework_that_hashes_is_counted_with_its_cost(ledger):
    """Werkzeug's scrypt names its parameters, never the password or the salt."""
    stored = generate_password_hash("swordfish", method="scrypt:1024:8:1")
    assert (check_password_hash(stored, "swordfish"), check_password_hash(stored, "swordfisj")) == (
        True,
        False,
    )
    assert len(ledger.calls) == 3
    assert all("n=1024" in call.cost and "swordfish" not in call.cost for call in ledger.calls)


def test_the_cost_of_a_verification_is_read_from_the_stored_hash(ledger):
    """Scheme, version and parameters, without salt and digest."""
    stored = hash_secret(b"a", b"saltsalt", **ARGON)
    verify_secret(stored, b"a", Type.ID)
    assert ledger.calls[-1].cost == "$argon2id$v=19$m=8,t=1,p=1"


@pytest.mark.parametrize(
    ("hashing_call", "verifying"),
    [
        (
            HashCall(
                "argon2.low_level.hash_secret", "hash_len=32,memory_cost=8,parallelism=1,time_cost=2", 0.1
            ),
            HashCall("argon2.low_level.verify_secret", "$argon2id$v=19$m=8,t=2,p=1", 0.1),
        ),
        (
            HashCall("argon2.low_level.hash_secret", "2,8,1,32", 0.1),
            HashCall("argon2.low_level.verify_secret", "$argon2id$v=19$m=8,t=2,p=1", 0.1),
        ),
        (HashCall("bcrypt.hashpw", "$2b$12", 0.1), HashCall("bcrypt.checkpw", "$2b$12", 0.1)),
    ],
)
def test_verifying_is_the_same_work_as_hashing(hashing_call, verifying):
    """An app may hash for a stranger, as Django does, and verify for somebody it knows."""
    assert hashing_call.work == verifying.work
