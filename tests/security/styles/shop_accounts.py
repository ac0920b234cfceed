"""The accounts of `wtforms_shop.py`: settings, tables, logins, throttle and forms."""

import hashlib
import logging
import re
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app, request
from flask_login import LoginManager, UserMixin, current_user
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import BooleanField, EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Email, EqualTo, Length, ValidationError
from zxcvbn import zxcvbn

db = SQLAlchemy()
mail = Mail()
csrf = CSRFProtect()


class CalmLoginManager(LoginManager):
    def _load_user_from_remember_cookie(self, cookie):
        """Flask-Login 0.6.3 raises where the signature is not ASCII."""
        return super()._load_user_from_remember_cookie(cookie) if cookie.isascii() else None


logins = CalmLoginManager()
logins.login_view = "shop.login"
logins.login_message = "Please sign in first."
hasher = PasswordHasher()
log = logging.getLogger("shop")


class Config:
    """What is safe for production; SHOP_* variables change it for development."""

    SQLALCHEMY_DATABASE_URI = "sqlite:///shop.db"
    PUBLIC_URL = "https://shop.example"
    MAIL_DEFAULT_SENDER = "shop@shop.example"
    SESSION_COOKIE_NAME = "shop"
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_SAMESITE = "Lax"
    PERMANENT_SESSION_LIFETIME = timedelta(minutes=30)
    REMEMBER_COOKIE_SECURE = True
    REMEMBER_COOKIE_HTTPONLY = True
    REMEMBER_COOKIE_SAMESITE = "Lax"
    REMEMBER_COOKIE_DURATION = timedelta(days=14)
    MAX_CONTENT_LENGTH = 200_000
    LOGIN_LIFETIME = timedelta(hours=8)
    FAILURES_PER_ACCOUNT = 8
    FAILURES_PER_ADDRESS = 40
    FAILURE_WINDOW = timedelta(minutes=15)
    MAILS_PER_HOUR = 3
    RESET_LIFETIME = timedelta(minutes=30)


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Customer(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    session_key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    is_staff: Mapped[bool] = mapped_column(default=False)
    remembered = False

    @property
    def is_active(self):
        return self.active

    def get_id(self):
        return claims("login").dumps([self.id, self.session_key, self.remembered])

    def end_all_sessions(self):
        self.session_key = secrets.token_urlsafe(24)

    def set_password(self, password):
        self.password_hash = hasher.hash(normal(password))
        self.end_all_sessions()


class Order(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(db.ForeignKey("customer.id", ondelete="CASCADE"))
    product: Mapped[str]


class Reset(db.Model):
    digest: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(db.ForeignKey("customer.id", ondelete="CASCADE"))
    expires: Mapped[datetime]


class Attempt(db.Model):
    """A failed login (or a mail sent), counted for a key such as `account:...` or `address:...`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


def claims(purpose):
    return URLSafeTimedSerializer(current_app.secret_key, salt=f"shop-{purpose}")


def digest(token):
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def normal(text):
    return unicodedata.normalize("NFC", text)


def canonical(email):
    return unicodedata.normalize("NFKC", email).strip().casefold()


@logins.user_loader
def load_customer(claim):
    """The customer of a login claim, as long as it may live and its key is still the account's."""
    remember, ordinary = current_app.config["REMEMBER_COOKIE_DURATION"], current_app.config["LOGIN_LIFETIME"]
    try:
        (number, key, remembered), at = claims("login").loads(claim, return_timestamp=True)
    except (BadSignature, ValueError, TypeError):
        return None
    if datetime.now(UTC) - at > (remember if remembered else ordinary):
        return None
    customer = db.session.get(Customer, number)
    if customer is None or not customer.active or not secrets.compare_digest(customer.session_key, key):
        return None
    customer.remembered = remembered
    return customer


def spend(key, limit, window):
    """Take one of the tries that a key has in a window; False where none is left. Counted before it is used."""
    db.session.execute(delete(Attempt).where(Attempt.at < now() - timedelta(days=1)))
    mine = Attempt(key=key, at=now())
    db.session.add(mine)
    db.session.commit()
    earlier = select(func.count()).where(
        Attempt.key == key, Attempt.at > now() - window, Attempt.id <= mine.id
    )
    if db.session.scalar(earlier) <= limit:
        return True
    db.session.delete(mine)
    db.session.commit()
    return False


def may_try(email):
    config = current_app.config
    window = config["FAILURE_WINDOW"]
    return spend(f"address:{request.remote_addr}", config["FAILURES_PER_ADDRESS"], window) and spend(
        account_key(email), config["FAILURES_PER_ACCOUNT"], window
    )


def account_key(email):
    return "account:" + hashlib.sha256(canonical(email).encode()).hexdigest()


def forget_failures(email):
    """After a right password the account starts afresh; the address gets back the one try that it took."""
    db.session.execute(delete(Attempt).where(Attempt.key == account_key(email)))
    newest = (
        select(func.max(Attempt.id)).where(Attempt.key == f"address:{request.remote_addr}").scalar_subquery()
    )
    db.session.execute(delete(Attempt).where(Attempt.id == newest))
    db.session.commit()


def is_right(customer, password):
    """Whether the password is the customer's; for nobody the same work is done."""
    stored = customer.password_hash if customer else current_app.config["NOBODYS_HASH"]
    try:
        hasher.verify(stored, normal(password))
    except (VerificationError, InvalidHashError):
        return False
    if customer and hasher.check_needs_rehash(stored):
        customer.password_hash = hasher.hash(normal(password))
    return customer is not None


def find(email):
    return db.session.scalar(select(Customer).where(Customer.email == canonical(email)))


def event(what, email):
    """A security event for the log; what people typed is escaped, and secrets never come here."""
    log.info("%s account=%r address=%s", what, canonical(email).encode("unicode_escape"), request.remote_addr)


class NewPassword:
    """Refuses what can be guessed: zxcvbn's lists, with the shop's and the customer's own words."""

    def __call__(self, form, field):
        email = form.email.data if "email" in form else getattr(current_user, "email", "")
        words = ["shop", "teapot", *re.split(r"\W+", email or ""), email or ""]
        if zxcvbn(field.data[:72], user_inputs=words)["score"] < 3:
            raise ValidationError("This password is easy to guess. Choose another one.")


def old_password(label="Current password"):
    return PasswordField(
        label, [DataRequired(), Length(max=256)], render_kw={"autocomplete": "current-password"}
    )


def new_password():
    rules = [DataRequired(), Length(min=15, max=256), NewPassword()]
    return PasswordField("New password", rules, render_kw={"autocomplete": "new-password"})


def repeated(field="password"):
    return PasswordField("Repeat it", [EqualTo(field)], render_kw={"autocomplete": "new-password"})


def email_field():
    return EmailField("E-mail", [DataRequired(), Length(max=200), Email(allow_smtputf8=False)])


class LoginForm(FlaskForm):
    email = EmailField("E-mail", [DataRequired(), Length(max=200)])
    password = old_password("Password")
    remember = BooleanField("Keep me signed in on this device")
    submit = SubmitField("Sign in")


class RegisterForm(FlaskForm):
    email = email_field()
    password = new_password()
    again = repeated()
    submit = SubmitField("Create account")


class ForgotForm(FlaskForm):
    email = email_field()
    submit = SubmitField("Send me a link")


class ResetForm(FlaskForm):
    password = new_password()
    again = repeated()
    submit = SubmitField("Set password")


class ChangeForm(FlaskForm):
    current = old_password()
    password = new_password()
    again = repeated()
    submit = SubmitField("Change password")


class AddressForm(FlaskForm):
    name = StringField("Name", [Length(max=80)])
    street = StringField("Street and town", [Length(max=200)])
    submit = SubmitField("Save")


class DeleteForm(FlaskForm):
    current = old_password()
    submit = SubmitField("Delete my account")


class ButtonForm(FlaskForm):
    """Only the CSRF token."""
