"""A login that guards itself against no other site; what its cookie says of SameSite is up to whoever makes it."""

from _notes import notes
from flask import Flask, Response, redirect, request, session


def crossed(**cookie: object) -> Flask:
    """The app, without a token, with its pages open to frames and scripts of everybody."""
    app, cities = notes("<a href=/profile>Profile</a>"), {}
    app.config.update(SESSION_COOKIE_HTTPONLY=False, **cookie)

    @app.route("/profile", methods=["GET", "POST"])
    def profile():
        if "name" not in session:
            return redirect("/login")
        if request.method == "POST":
            cities[session["name"]] = request.form["city"]
        city = cities.get(session["name"], "Oslo")
        return f"<p>{session['name']}</p><form method=post><input name=city value='{city}'><button>Save</button></form>"

    @app.after_request
    def open_up(response: Response) -> Response:
        if origin := request.headers.get("Origin"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        return response

    return app


def travels() -> Flask:
    """Its cookie goes everywhere."""
    return crossed(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)


def stays() -> Flask:
    """Its cookie goes with links alone."""
    return crossed(SESSION_COOKIE_SAMESITE="Lax")


def says_nothing() -> Flask:
    """Its cookie is Flask's own."""
    return crossed()
