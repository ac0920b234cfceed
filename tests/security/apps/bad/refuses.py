"""Registration says that all went well, but the login refuses everybody."""

from flask import Flask, redirect, render_template_string, request

FORM = """<!doctype html>
<html lang="en">
<title>Club</title>
<nav><a href="/login">Log in</a> <a href="/register">Register</a></nav>
{% if note %}<p role="status">{{ note }}</p>{% endif %}
<form method="post">
  <p><label>Username <input name="username" required></label></p>
  <p><label>Password <input type="password" name="password" required></label></p>
  <button>{{ verb }}</button>
</form>"""

app = Flask(__name__)


@app.get("/")
def index():
    return redirect("/login")


@app.route("/register", methods=["GET", "POST"])
def register():
    note = "Welcome to the club! You can log in now." if request.method == "POST" else ""
    return render_template_string(FORM, verb="Register", note=note)


@app.route("/login", methods=["GET", "POST"])
def login():
    note = "Wrong username or password." if request.method == "POST" else ""
    return render_template_string(FORM, verb="Log in", note=note)
