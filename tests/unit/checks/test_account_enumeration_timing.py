"""Work is compared as it was counted."""

from authproof.checks.account_enumeration_timing import in_words, unequal

ONE, TWO = ("scrypt(n=2)",), ("scrypt(n=2)", "scrypt(n=2)")


def test_the_same_work_is_equal():
    """Also where both kinds need none."""
    assert not unequal([ONE, ONE], [ONE, ONE])
    assert not unequal([()], [()])


def test_more_less_or_other_work_is_unequal():
    """Number and parameters count."""
    assert all(unequal([ONE], [other]) for other in ((), TWO, ("scrypt(n=4)",)))


def test_work_that_varies_within_a_kind_proves_nothing():
    """Only what differs in every pair tells."""
    assert not unequal([ONE, ()], [(), ()])


def test_work_reads_as_a_count():
    """A person reads it."""
    assert in_words(TWO) == "2 x scrypt(n=2)"
    assert in_words(()) == "no password hash"
