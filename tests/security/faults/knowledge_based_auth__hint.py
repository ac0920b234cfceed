"""After a wrong password the login shows the hint that the owner once gave."""

from _planting import reference
from flask import Flask, request
from markupsafe import escape
from sqlalchemy import event

from app import accounts
from app.models import User

CATCHES = ("account-enumeration", "knowledge-based-auth")
ASK = '<p><label>Password hint <input name="hint"></label></p></form>'
hints: dict[str, str] = {}


def create_app() -> Flask:
    """Plant it: one more field at registration, one more sentence at login."""
    app = reference()

    @event.listens_for(User, "after_insert")
    def keep(_mapper: object, _connection: object, user: User) -> None:
        hints[user.username_key] = request.form.get("hint", "")

    @app.after_request
    def show(response):
        if response.mimetype != "text/html":
            return response
        page = response.get_data(as_text=True)
        if request.path == "/register":
            response.set_data(page.replace("</form>", ASK))
        if request.path == "/login" and request.method == "POST":
            user = accounts.find(request.form.get("username", ""))
            hint = hints.get(user.username_key, "") if user else ""
            response.set_data(page.replace("</main>", f"<p>Your hint: {escape(hint)}</p></main>"))
        return response

    return app
