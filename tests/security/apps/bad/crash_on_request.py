"""Imports well, then ends its process at the first request, without a word."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
@app.route("/login", methods=["GET", "POST"])
def index():
    os._exit(70)
