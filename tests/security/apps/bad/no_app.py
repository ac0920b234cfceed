"""A module that imports well and holds nothing that answers a request."""

GREETING = "hello"


def shout(words):
    return words.upper()
