"""The forms: what they ask, and what they refuse beside which field."""

from flask import request
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, Field, PasswordField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, ValidationError

from app import accounts, identity
from app.models import User
from app.passwords import password_problem

HINT = "At least 15 characters. A few unrelated words are easy to remember."


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that reads form fields only; Flask-WTF would also take JSON of any shape."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How WTForms gets at the request."""

        def wrap_formdata(self, _form: FlaskForm, _formdata: object) -> MultiDict[str, str] | None:
            """Take the posted fields, and nothing on other methods."""
            return request.form if request.method == "POST" else None


def _new_password(label: str = "New password") -> PasswordField:
    return PasswordField(
        label,
        [InputRequired()],
        description=HINT,
        render_kw={"autocomplete": "new-password"},
    )


def _repeated() -> PasswordField:
    return PasswordField(
        "Repeat password",
        [InputRequired(), EqualTo("password", "The two passwords differ.")],
        render_kw={"autocomplete": "new-password"},
    )


def _current_password(label: str = "Password") -> PasswordField:
    return PasswordField(label, [InputRequired()], render_kw={"autocomplete": "current-password"})


class RegistrationForm(PageForm):
    """Asks a newcomer for names and a password."""

    username = StringField(
        "Username", [DataRequired()], render_kw={"autocomplete": "username", "autocapitalize": "none"}
    )
    email = EmailField(
        "Email", [DataRequired(), Email(allow_smtputf8=False)], render_kw={"autocomplete": "email"}
    )
    password = _new_password("Password")
    password2 = _repeated()

    def validate_username(self, field: Field) -> None:
        """Refuse what is no username, and what is taken."""
        key = identity.username_key(field.data)
        if key is None:
            raise ValidationError(
                "Use letters, digits and marks such as '-' or '_', at most 64, without spaces or '@'."
            )
        if identity.is_reserved(key) or accounts.find(key):
            raise ValidationError("This username is taken. Please choose another.")

    def validate_email(self, field: Field) -> None:
        """Refuse an address that is taken."""
        if accounts.find(field.data):
            raise ValidationError("This email address has an account already.")

    def validate_password(self, field: Field) -> None:
        """Refuse passwords that are short, common or made of the own names."""
        email = self.email.data or ""
        _check_password(field, self.username.data or "", email, email.partition("@")[0])


class LoginForm(PageForm):
    """Asks for username or email, and the password."""

    username = StringField(
        "Username or email",
        [DataRequired()],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    password = _current_password()
    remember_me = BooleanField("Remember me on this device")


class PasswordChangeForm(PageForm):
    """Asks for the current password and a new one."""

    current = _current_password("Current password")
    password = _new_password()
    password2 = _repeated()

    def validate_password(self, field: Field) -> None:
        """Refuse passwords that are short, common or made of the own names."""
        _check_password(field, *own_names(current_user))


class PasswordConfirmForm(PageForm):
    """Asks for the password before something final."""

    password = _current_password()


class ResetRequestForm(PageForm):
    """Asks where to mail a reset link."""

    email = EmailField(
        "Email", [DataRequired(), Email(allow_smtputf8=False)], render_kw={"autocomplete": "email"}
    )


class ResetForm(PageForm):
    """Asks for the new password of the link's account."""

    password = _new_password()
    password2 = _repeated()


class ConfirmForm(PageForm):
    """Nothing but the CSRF token: a button that means it."""


def own_names(user: User) -> tuple[str, str, str]:
    """The names of a user that a password must not be made of."""
    return user.username, user.email, user.email.partition("@")[0]


def _check_password(field: Field, *names: str) -> None:
    if problem := password_problem(field.data, *names):
        raise ValidationError(problem)
