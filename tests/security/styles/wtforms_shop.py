"""A small shop as a careful Flask developer writes it: Flask-Login, Flask-WTF, Flask-SQLAlchemy, Flask-Mail, argon2id.

Not derived from `app/`, and right in every promise of the catalogue. A customer is an e-mail address; registration
and reset answer everybody alike, and what only the owner may know goes out by mail. A login is a signed claim of
account, session key and kind; the key changes at logout and with the password, which ends every session.
"""

import logging
import re
import secrets
import tempfile
from datetime import timedelta

import shop_accounts as accounts
from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, login_required, login_user, logout_user
from flask_mail import Message
from jinja2 import DictLoader
from shop_accounts import Config, Customer, Order, Reset, csrf, db, event, find, hasher, logins, mail
from shop_pages import PAGES, PRODUCTS, error_page, forms_only, with_headers
from sqlalchemy import delete, select
from sqlalchemy import event as database_event
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

PATH = re.compile(r"/(?:[\w.-]+/?)*", re.ASCII)
shop = Blueprint("shop", __name__)


def form_page(title, form, status=200, **more):
    return render_template("form.html", title=title, form=form, **more), status


def send(to, subject, text):
    """Mail that cannot be sent is the operator's business; the visitor's answer stays the same."""
    try:
        mail.send(Message(subject, recipients=[to], body=text))
    except OSError:
        current_app.logger.exception("mail was not sent")


@shop.get("/")
def index():
    return render_template("index.html", title="Tea Shop", products=PRODUCTS)


@shop.route("/register", methods=["GET", "POST"])
def register():
    form = accounts.RegisterForm()
    if not form.validate_on_submit():
        return form_page("Create account", form)
    email = accounts.canonical(form.email.data)
    customer = Customer(email=email, name="", street="", active=True, is_staff=False)
    customer.set_password(form.password.data)
    db.session.add(customer)
    try:
        db.session.commit()
        event("registered", email)
    except IntegrityError:
        db.session.rollback()
        event("registration of a known address", email)
        if accounts.spend(
            "mail:" + accounts.account_key(email), current_app.config["MAILS_PER_HOUR"], timedelta(hours=1)
        ):
            send(email, "You have an account already", "Somebody tried to register your address again.")
    flash("Thank you. You can sign in now.")
    return redirect(url_for("shop.login"))


@shop.route("/login", methods=["GET", "POST"])
def login():
    if current_user.is_authenticated:
        return redirect(url_for("shop.account"))
    form = accounts.LoginForm()
    if not form.validate_on_submit():
        return form_page("Sign in", form, forgot=True)
    email = form.email.data
    if not accounts.may_try(email):
        event("login throttled", email)
        flash("Too many tries. Wait a quarter of an hour.")
        return form_page("Sign in", form, 429, forgot=True)
    customer = find(email)
    if not accounts.is_right(customer, form.password.data) or not customer.active:
        event("login failed", email)
        flash("E-mail or password is wrong.")
        return form_page("Sign in", form, 401, forgot=True)
    accounts.forget_failures(email)
    begin_session(customer, form.remember.data)
    event("login", email)
    return redirect(safe_next() or url_for("shop.account"))


def begin_session(customer, remember=False):
    """Nothing of the visitor's earlier session is carried into the login."""
    session.clear()
    session.permanent = False
    customer.remembered = remember
    login_user(customer, remember=remember)


def safe_next():
    wanted = request.args.get("next", "")
    return wanted if PATH.fullmatch(wanted) else None


@shop.post("/logout")
@login_required
def logout():
    event("logout", current_user.email)
    current_user.end_all_sessions()
    db.session.commit()
    logout_user()
    remember = session.pop("_remember", None)
    session.clear()
    if remember:
        session["_remember"] = remember
    return redirect(url_for("shop.index"))


@shop.get("/account")
@login_required
def account():
    return render_template("account.html", title="Your account")


@shop.route("/account/address", methods=["GET", "POST"])
@login_required
def address():
    form = accounts.AddressForm(obj=current_user)
    if form.validate_on_submit():
        current_user.name, current_user.street = form.name.data, form.street.data
        db.session.commit()
        return redirect(url_for("shop.account"))
    return form_page("Name and address", form)


def confirmed(form):
    """Whether the signed-in customer has shown the current password; counted like a login."""
    if not accounts.may_try(current_user.email):
        event("confirmation throttled", current_user.email)
        form.current.errors = ["Too many tries. Wait a quarter of an hour."]
        return False
    if not accounts.is_right(current_user._get_current_object(), form.current.data):
        event("confirmation failed", current_user.email)
        form.current.errors = ["This is not your current password."]
        return False
    accounts.forget_failures(current_user.email)
    return True


@shop.route("/account/password", methods=["GET", "POST"])
@login_required
def change_password():
    form = accounts.ChangeForm()
    if not form.validate_on_submit() or not confirmed(form):
        return form_page("Change password", form)
    customer = current_user._get_current_object()
    replace_password(customer, form.password.data)
    begin_session(customer)
    flash("Your password is changed; other devices are signed out.")
    return redirect(url_for("shop.account"))


def replace_password(customer, password):
    customer.set_password(password)
    db.session.execute(delete(Reset).where(Reset.customer_id == customer.id))
    db.session.commit()
    event("password changed", customer.email)
    send(customer.email, "Your password was changed", "If it was not you, ask for a new one at once.")


@shop.route("/account/delete", methods=["GET", "POST"])
@login_required
def delete_account():
    form = accounts.DeleteForm()
    if not form.validate_on_submit() or not confirmed(form):
        return form_page("Delete account", form)
    customer = current_user._get_current_object()
    event("account deleted", customer.email)
    logout_user()
    db.session.delete(customer)
    db.session.commit()
    return redirect(url_for("shop.index"))


@shop.post("/buy/<slug>")
@login_required
def buy(slug):
    product = PRODUCTS.get(slug) or abort(404)
    db.session.add(Order(reference=secrets.token_urlsafe(9), customer_id=current_user.id, product=product))
    db.session.commit()
    return redirect(url_for("shop.orders"))


@shop.get("/orders")
@login_required
def orders():
    mine = db.session.scalars(select(Order).where(Order.customer_id == current_user.id))
    return render_template("orders.html", title="Your orders", orders=mine)


@shop.get("/orders/<reference>")
@login_required
def order(reference):
    one = db.session.scalar(select(Order).where(Order.reference == reference))
    if one is None or one.customer_id != current_user.id:
        abort(404)
    return render_template("base.html", title="Order", text=f"{one.product} for {current_user.email}")


@shop.get("/staff/customers")
@login_required
def customers():
    if not current_user.is_staff:
        abort(403)
    everybody = db.session.scalars(select(Customer).order_by(Customer.email))
    return render_template("customers.html", title="Customers", customers=everybody)


@shop.route("/forgot", methods=["GET", "POST"])
def forgot():
    form = accounts.ForgotForm()
    if not form.validate_on_submit():
        return form_page("Forgot your password?", form)
    event("reset requested", form.email.data)
    customer = find(form.email.data)
    config, hour = current_app.config, timedelta(hours=1)
    allowed = accounts.spend("mail:" + accounts.account_key(form.email.data), config["MAILS_PER_HOUR"], hour)
    if allowed and customer is not None and customer.active:
        send_reset(customer)
    flash("If there is an account with this address, a link is on its way.")
    return redirect(url_for("shop.login"))


def send_reset(customer):
    token = secrets.token_urlsafe(32)
    lifetime = current_app.config["RESET_LIFETIME"]
    db.session.execute(delete(Reset).where(Reset.customer_id == customer.id))
    db.session.add(
        Reset(digest=accounts.digest(token), customer_id=customer.id, expires=accounts.now() + lifetime)
    )
    db.session.commit()
    link = current_app.config["PUBLIC_URL"] + url_for("shop.reset", token=token)
    send(customer.email, "A new password", f"Set a new password within {lifetime}:\n\n{link}\n")


@shop.route("/reset/<token>", methods=["GET", "POST"])
def reset(token):
    row = db.session.get(Reset, accounts.digest(token))
    if row is None or row.expires < accounts.now():
        flash("This link is no longer good. Ask for a new one.")
        return redirect(url_for("shop.forgot"))
    form = accounts.ResetForm()
    if not form.validate_on_submit():
        return form_page("Set a new password", form)
    replace_password(db.session.get(Customer, row.customer_id), form.password.data)
    flash("Your password is set. Sign in with it.")
    return redirect(url_for("shop.login"))


def keep_alive():
    """Thirty idle minutes end a session: its time stamp is renewed at each request of a customer."""
    if current_user.is_authenticated:
        session.modified = True


def create_app():
    app = Flask(__name__, instance_path=tempfile.mkdtemp(prefix="shop-"))
    app.config.from_object(Config)
    app.config.from_prefixed_env("SHOP")
    app.config["NOBODYS_HASH"] = hasher.hash(secrets.token_urlsafe(16))
    if not app.secret_key:
        raise RuntimeError("set SHOP_SECRET_KEY to a long random value")
    app.jinja_loader = DictLoader(PAGES)
    accounts.log.setLevel(logging.INFO)
    if not accounts.log.handlers:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for extension in (db, mail, csrf, logins):
        extension.init_app(app)
    app.register_blueprint(shop)
    app.register_error_handler(HTTPException, error_page)
    app.before_request(forms_only)
    app.before_request(keep_alive)
    app.after_request(with_headers)
    with app.app_context():
        database_event.listen(
            db.engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON")
        )
        db.create_all()
    return app
