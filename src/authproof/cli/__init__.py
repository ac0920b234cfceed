"""The command line: parse, compose, print, exit."""

from authproof.cli.main import main

__all__ = ["main"]
