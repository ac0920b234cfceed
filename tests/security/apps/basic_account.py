"""HTTP Basic (RFC 7617) and nothing else: one user, no form, no cookie."""

from flask import Flask, request

app = Flask(__name__)
NAME, PASSWORD = "ada.lovelace", "violet harbour lamp 42"


@app.get("/")
def home():
    sent = request.authorization
    if sent and (sent.username, sent.password) == (NAME, PASSWORD):
        return f"Hello {NAME}"
    return "Who are you?", 401, {"WWW-Authenticate": 'Basic realm="home"'}
