"""Shows its forms and registers, but every login ends in an exception."""

from flask import Flask, redirect, render_template_string, request

FORM = """<!doctype html>
<html lang="en">
<title>Club</title>
<nav><a href="/login">Log in</a> <a href="/register">Register</a></nav>
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
    if request.method == "POST":
        return redirect("/login")
    return render_template_string(FORM, verb="Register")


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        raise RuntimeError("the table of users is gone")
    return render_template_string(FORM, verb="Log in")
