"""People known by their address alone: forms without a user name, and accounts whose name is the address."""

from app import accounts, auth, events, forms, identity
from app.extensions import db
from app.models import User


class EmailRegistrationForm(forms.PageForm):
    """Asks for an address and a password."""

    email = forms.EmailField(
        "Email",
        [forms.DataRequired(), forms.Email(allow_smtputf8=False)],
        render_kw={"autocomplete": "email"},
    )
    password = forms._new_password("Password")
    password2 = forms._repeated()
    username = property(lambda self: self.email)
    validate_email = forms.RegistrationForm.validate_email
    validate_password = forms.RegistrationForm.validate_password


class EmailLoginForm(forms.PageForm):
    """Asks for the address and the password."""

    email = forms.EmailField("Email", [forms.DataRequired()], render_kw={"autocomplete": "username"})
    password = forms._current_password()
    remember_me = forms.BooleanField("Remember me on this device")
    username = property(lambda self: self.email)


def create(_name: str, email: str, password: str) -> User:
    """Make an account under an address."""
    key = identity.email_key(email)
    user = User(username=email, username_key=key, email=email, email_key=key)
    user.set_password(password)
    db.session.add(user)
    try:
        db.session.commit()
    except accounts.IntegrityError as error:
        db.session.rollback()
        raise accounts.NameTakenError from error
    events.record("created", user.username)
    return user


def know_by_address() -> None:
    """Replace the forms and the making of accounts."""
    auth.RegistrationForm, auth.LoginForm = EmailRegistrationForm, EmailLoginForm
    accounts.create = create
