"""The basic example of Flask-HTTPAuth's documentation: no form, no session, two users in a dictionary."""

import secrets

from flask import Flask
from flask_httpauth import HTTPBasicAuth
from werkzeug.security import check_password_hash, generate_password_hash

NAME, PASSWORD = "ada.lovelace", "Qd-!5vRm2TkLp8Zw"

app = Flask(__name__)
auth = HTTPBasicAuth()
users = {NAME: generate_password_hash(PASSWORD), "susan": generate_password_hash(secrets.token_hex())}


@auth.verify_password
def verify_password(username, password):
    if username in users and check_password_hash(users.get(username), password):
        return username
    return None


@app.route("/")
@auth.login_required
def index():
    return f"Hello, {auth.current_user()}!"
