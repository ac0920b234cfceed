"""Odd addresses that are typed, and the mails that go astray."""

from authproof.probes.reset_mail import look_alikes, reaches, spellings
from authproof.target.mail import Mail

OWNER, STRANGER = "kim@mail.example.com", "eve@example.com"


def test_every_look_alike_folds_to_the_owner_and_is_not_the_owner():
    """By upper and lower case or by NFKC, as lookups do it."""
    typed = [one.stranger for one in look_alikes(OWNER)]
    assert len(set(typed)) == len(typed) == 4
    assert OWNER not in typed


def test_every_spelling_has_both_addresses():
    """One request names the owner and somebody else."""
    assert all(
        OWNER in "".join(one.values) and STRANGER in "".join(one.values) for one in spellings(OWNER, STRANGER)
    )


def test_a_header_line_reaches_as_well_as_the_envelope():
    """A mail server reads Bcc, wherever it comes from."""
    injected = Mail((OWNER,), f"To: {OWNER}\nBcc: {STRANGER}\n\nYour link")
    assert reaches(injected, STRANGER)
    assert reaches(Mail((STRANGER,), "Subject: x\n\nYour link"), STRANGER)
    assert not reaches(Mail((OWNER,), f"To: {OWNER}\n\nNot for {STRANGER}"), STRANGER)
