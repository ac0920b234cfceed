"""Show one variation: that what it varies is there, and that it serves people. Run as `_show.py NAME`."""

import importlib
import sys
import tempfile

import _varying

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        _varying.OVERRIDES["INSTANCE_PATH"] = folder
        variation = importlib.import_module(sys.argv[1])
        assert variation.shown(_varying.Person(variation.create_app())), "what it varies is not there"
