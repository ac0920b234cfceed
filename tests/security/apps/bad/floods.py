"""Prints 50 MB while it is imported, then is an app that answers, but has no login."""

import sys

from flask import Flask

for _ in range(50):
    sys.stdout.write(("x" * 99 + "\n") * 10_000)
sys.stdout.flush()

app = Flask(__name__)


@app.get("/")
def index():
    return "<!doctype html><title>Quiet now</title><p>Nothing to sign in to.</p>"
