"""The password page says in a hidden field whose password it is, and believes what comes back."""

from _planting import reference
from flask import Flask, request
from flask_login import current_user

from app import accounts
from app.extensions import db
from app.models import User

CATCHES = ("idor-account",)


def create_app() -> Flask:
    """Plant it: the current password is asked of whoever is in, the new one goes to the number in the form."""
    app = reference()
    change = accounts.change_password

    def change_of(user: User, password: str) -> None:
        number = request.form.get("user_id", default=0, type=int)
        change(db.session.get(User, number) or user, password)

    @app.after_request
    def name_the_account(response):
        if request.path == "/account/password" and current_user.is_authenticated:
            field = f'<input type="hidden" name="user_id" value="{current_user.id}"></form>'
            response.set_data(response.get_data(as_text=True).replace("</form>", field))
        return response

    accounts.change_password = change_of
    return app
