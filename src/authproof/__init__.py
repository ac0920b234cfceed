"""authproof: which promises of a login hold and which are broken, with evidence that replays."""

from importlib.metadata import version

__version__ = version("authproof")
