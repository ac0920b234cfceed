"""Defects for `wtforms_shop.py`, one small change each, made from outside; `planted_shop.py:NAME` is the target.

Where one change breaks two promises, both are named, and why.
"""

from datetime import timedelta

import shop_accounts as accounts
import shop_pages
import wtforms_shop as site
from _plants import plants
from argon2 import PasswordHasher
from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required
from shop_accounts import Config, Customer, Order, db
from sqlalchemy import select


def with_view(endpoint, view):
    app = site.create_app()
    app.view_functions[f"shop.{endpoint}"] = view
    return app


# The login claim is one for both cookies: what ends it ends the session and the remembered login.
@plants("session-replay-after-password-change", "remember-token-survives-password-change")
def password_change_keeps_the_key():
    def set_password(self, password):
        self.password_hash = accounts.hasher.hash(accounts.normal(password))
        self.session_key = self.session_key or accounts.secrets.token_urlsafe(24)

    Customer.set_password = set_password
    return site.create_app()


@plants("session-replay-after-logout", "remember-token-replay-after-logout")
def logout_keeps_the_key():
    end = Customer.end_all_sessions
    Customer.end_all_sessions = lambda self: None if request.endpoint == "shop.logout" else end(self)
    return site.create_app()


@plants("account-enumeration-timing")
def no_work_for_nobody():
    is_right = accounts.is_right
    accounts.is_right = lambda customer, password: customer is not None and is_right(customer, password)
    return site.create_app()


@plants("account-enumeration")
def the_forgotten_password_tells_who_is_a_customer():
    forgot = site.forgot

    def talkative():
        if request.method == "POST" and accounts.find(request.form.get("email", "")) is None:
            flash("We do not know this address.")
            return redirect(url_for("shop.forgot"))
        return forgot()

    return with_view("forgot", talkative)


@plants("throttle-bypass")
def failures_count_for_the_name_as_it_was_typed():
    accounts.account_key = lambda email: f"account:{email}"
    return site.create_app()


@plants("throttle-bypass")
def only_addresses_are_limited():
    Config.FAILURES_PER_ACCOUNT = 10**6
    Config.FAILURES_PER_ADDRESS = 10
    return site.create_app()


@plants("username-collision")
def addresses_differ_by_case():
    accounts.canonical = lambda email: email.strip()
    return site.create_app()


@plants("registration-mass-assignment")
def the_form_fills_every_column():
    save = db.session.commit

    def fill_and_save():
        for one in db.session.new:
            if isinstance(one, Customer):
                for name in ("is_staff", "active"):
                    if name in request.form:
                        setattr(one, name, request.form[name] not in ("", "0", "false", "False"))
        save()

    db.session.commit = fill_and_save
    return site.create_app()


@plants("idor-account")
def orders_open_for_every_customer():
    @login_required
    def order(reference):
        one = db.first_or_404(select(Order).where(Order.reference == reference))
        owner = db.session.get(Customer, one.customer_id)
        return render_template("base.html", title="Order", text=f"{one.product} for {owner.email}")

    return with_view("order", order)


@plants("privilege-escalation")
def the_staff_page_only_hides_its_link():
    @login_required
    def customers():
        everybody = db.session.scalars(select(Customer).order_by(Customer.email))
        return render_template("customers.html", title="Customers", customers=everybody)

    return with_view("customers", customers)


@plants("csrf-state-change")
def the_address_form_has_no_token():
    accounts.AddressForm.Meta = type("Meta", (accounts.AddressForm.Meta,), {"csrf": False})
    app = site.create_app()
    accounts.csrf.exempt("wtforms_shop.address")
    return app


@plants("reset-token-weak")
def a_link_works_for_a_month():
    Config.RESET_LIFETIME = timedelta(days=30)
    return site.create_app()


@plants("reset-token-leak")
def links_are_stored_as_they_are():
    accounts.digest = lambda token: token
    return site.create_app()


@plants("reset-abuse")
def mails_without_end():
    Config.MAILS_PER_HOUR = 10**6
    return site.create_app()


@plants("host-header-poisoning")
def links_follow_the_host():
    class Follows:
        def __add__(self, path):
            return request.host_url.rstrip("/") + path

    Config.PUBLIC_URL = Follows()
    return site.create_app()


@plants("secrets-in-logs")
def failures_log_the_form():
    event = site.event

    def told(what, email):
        event(f"{what} {dict(request.form)}" if "failed" in what else what, email)

    site.event = told
    return site.create_app()


@plants("log-injection")
def names_are_logged_raw():
    site.event = lambda what, email: accounts.log.info("%s %s %s", what, email, request.remote_addr)
    return site.create_app()


@plants("auth-events-not-logged")
def only_good_news_is_logged():
    event = site.event
    site.event = lambda what, email: None if "failed" in what or "throttled" in what else event(what, email)
    return site.create_app()


@plants("password-hash-work-factor")
def argon2_on_a_diet():
    accounts.hasher = site.hasher = PasswordHasher(time_cost=1, memory_cost=4096, parallelism=1)
    return site.create_app()


@plants("sensitive-change-without-reauth")
def deletion_believes_any_password():
    confirmed = site.confirmed
    site.confirmed = lambda form: isinstance(form, accounts.DeleteForm) or confirmed(form)
    return site.create_app()


@plants("session-absolute-timeout")
def a_login_in_use_lives_for_a_year():
    Config.LOGIN_LIFETIME = timedelta(days=365)
    return site.create_app()


@plants("remember-token-never-expires")
def remembered_for_ten_years():
    Config.REMEMBER_COOKIE_DURATION = timedelta(days=3650)
    return site.create_app()


@plants("remember-without-opt-in")
def everybody_is_remembered():
    begin = site.begin_session
    site.begin_session = lambda customer, remember=False: begin(customer, True)
    return site.create_app()


@plants("cookie-samesite-weak")
def the_remembered_login_travels_everywhere():
    Config.REMEMBER_COOKIE_SAMESITE = None
    return site.create_app()


@plants("clickjacking")
def account_pages_may_be_framed():
    app = site.create_app()

    @app.after_request
    def loosen(response):
        if request.path.startswith("/account"):
            policy = shop_pages.HEADERS["Content-Security-Policy"].replace(
                "frame-ancestors 'none'", "frame-ancestors *"
            )
            response.headers["Content-Security-Policy"] = policy.replace("ancestors 'none'", "ancestors *")
        return response

    app.after_request_funcs[None].reverse()
    return app


@plants("sensitive-page-cacheable")
def orders_are_kept_for_a_minute():
    orders = site.orders

    def kept():
        answer = site.current_app.make_response(orders())
        answer.headers["Cache-Control"] = "private, max-age=60"
        return answer

    return with_view("orders", kept)


@plants("open-redirect")
def next_begins_with_a_slash():
    def safe_next():
        wanted = request.args.get("next", "")
        return wanted if wanted.startswith("/") and not wanted.startswith("//evil") else None

    site.safe_next = safe_next
    return site.create_app()


@plants("disabled-account-access")
def the_barred_stay_in():
    """Flask-Login's mixin would ask `is_active` where it says who is authenticated."""
    Customer.is_authenticated = property(lambda self: True)
    accounts.logins.user_loader(
        lambda claim: db.session.scalar(
            select(Customer).where(Customer.session_key == (read(claim) or [0, ""])[1])
        )
    )
    return site.create_app()


def read(claim):
    try:
        return accounts.claims("login").loads(claim, max_age=28000)
    except (accounts.BadSignature, ValueError, TypeError):
        return None


@plants("user-id-reuse-takeover")
def keys_are_counted():
    def next_key(self):
        self.session_key = str(int(self.session_key or "0") + 1)

    Customer.end_all_sessions = next_key
    return site.create_app()


@plants("session-puzzling")
def asking_for_a_link_begins_a_session():
    send = site.send_reset

    def send_reset(customer):
        send(customer)
        session["_user_id"] = customer.get_id()

    site.send_reset = send_reset
    return site.create_app()


@plants("error-detail-disclosure")
def the_error_page_explains():
    app = site.create_app()

    def explain(error):
        text = f"{error.description} {app.view_functions[request.endpoint].__code__ if request.endpoint else __file__}"
        return render_template("base.html", title=error.name, text=text), error.code

    app.register_error_handler(site.HTTPException, explain)
    return app


@plants("cross-user-data-bleed")
def the_account_page_is_cached():
    pages, account = {}, site.account

    def cached():
        return pages.setdefault(request.path, account()) if current_user.is_authenticated else account()

    return with_view("account", cached)
