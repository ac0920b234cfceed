"""A healthy app in which nobody can log in: pages, a search form, a form for an email address."""

from flask import Flask, render_template_string, request

TOP = """<!doctype html>
<html lang="en">
<title>Weather</title>
<nav><a href="/">Weather</a> <a href="/about">About</a></nav>
<form action="/search"><input type="search" name="q" aria-label="Place"><button>Search</button></form>
"""
ALERTS = (
    '<form method="post" action="/alerts"><input type="email" name="email"><button>Warn me</button></form>'
)

app = Flask(__name__)


@app.get("/")
def index():
    return render_template_string(TOP + "<h1>Rain</h1>" + ALERTS)


@app.get("/about")
def about():
    return render_template_string(TOP + "<p>We look out of the window.</p>")


@app.get("/search")
def search():
    return render_template_string(TOP + "<p>No weather in {{ place }}.</p>", place=request.args.get("q", ""))


@app.post("/alerts")
def alerts():
    return render_template_string(TOP + "<p>We will write to you.</p>")
