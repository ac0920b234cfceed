"""A reading club's site: Django in one file, with its own login, reset and password views, for WSGI.

Sessions stand in the database, passwords are Argon2. Who has an account is no secret: members see each other's
names. The database: `CLUB_DB`, else `instance/club.db`.
"""

import logging
import os
import secrets
import sys
import time
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

HERE = Path(__file__).parent
PAGES = {
    "base.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}Reading club{% endblock %}</title></head><body>
<nav><a href="{% url 'home' %}">Reading club</a>
{% if user.is_authenticated %}<a href="{% url 'shelf' %}">My shelf</a> <a href="{% url 'members' %}">Members</a>
<form method="post" action="{% url 'logout' %}">{% csrf_token %}<button>Sign out</button></form>
{% else %}<a href="{% url 'login' %}">Sign in</a> <a href="{% url 'join' %}">Join</a>{% endif %}</nav>
{% block content %}{% endblock %}</body></html>""",
    "home.html": """{% extends "base.html" %}{% block content %}<h1>We read</h1>
<p>One book a month.</p>{% endblock %}""",
    "form.html": """{% extends "base.html" %}{% block content %}<h1>{{ heading }}</h1>
<form method="post">{% csrf_token %}{{ form.as_p }}
{% if next %}<input type="hidden" name="next" value="{{ next }}">{% endif %}<button>{{ heading }}</button></form>
{% if forgot %}<p><a href="{% url 'password_reset' %}">Forgot your password?</a></p>{% endif %}{% endblock %}""",
    "said.html": """{% extends "base.html" %}{% block content %}<h1>{{ heading }}</h1>
<p>{{ text }}</p>{% endblock %}""",
    "shelf.html": """{% extends "base.html" %}{% block content %}<h1>Shelf of {{ user.username }}</h1>
<p>{{ user.first_name|default:"No motto yet" }}</p>
<p><a href="{% url 'motto' %}">Change motto</a> <a href="{% url 'password_change' %}">Change password</a>
<a href="{% url 'leave' %}">Leave the club</a></p>{% endblock %}""",
    "members.html": """{% extends "base.html" %}{% block content %}<h1>Members</h1>
<ul>{% for one in members %}<li>{{ one.username }}: {{ one.first_name }}</li>{% endfor %}</ul>{% endblock %}""",
    "mail.txt": """Somebody, you we hope, asked for a new password at the reading club. Choose one within the hour:
{{ protocol }}://{{ domain }}{% url 'password_reset_confirm' uidb64=uid token=token %}
""",
    "subject.txt": "A new password for the reading club",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store, private",
}
LONGEST_S = 12 * 3600
WINDOW_S = 15 * 60
PER_NAME, PER_ADDRESS, RESETS = 5, 50, 3
RESERVED = {
    "admin",
    "administrator",
    "root",
    "system",
    "support",
    "moderator",
    "staff",
    "webmaster",
    "info",
    "security",
    "postmaster",
    "hostmaster",
    "abuse",
    "help",
    "owner",
    "superuser",
    "operator",
    "sysadmin",
}


def configure():
    """Django's settings, as they would stand in settings.py."""
    settings.configure(
        SECRET_KEY=os.environ.get("CLUB_SECRET_KEY") or secrets.token_urlsafe(50),
        ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]", "club.example.com"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            __name__,
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            f"{__name__}.extra_headers",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            f"{__name__}.ends_in_time",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [("django.template.loaders.locmem.Loader", PAGES)],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                    ],
                },
            }
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ.get("CLUB_DB") or str(HERE / "instance" / "club.db"),
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
        AUTH_PASSWORD_VALIDATORS=[
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 15},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": f"{__name__}.GuessablePasswordValidator"},
        ],
        LOGIN_URL="login",
        LOGIN_REDIRECT_URL="shelf",
        LOGOUT_REDIRECT_URL="home",
        PASSWORD_RESET_TIMEOUT=3600,
        SESSION_ENGINE="django.contrib.sessions.backends.db",
        SESSION_COOKIE_NAME="__Host-sessionid",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_AGE=30 * 60,
        SESSION_SAVE_EVERY_REQUEST=True,
        SESSION_EXPIRE_AT_BROWSER_CLOSE=True,
        CSRF_COOKIE_NAME="__Host-csrftoken",
        CSRF_COOKIE_SECURE=True,
        CSRF_COOKIE_HTTPONLY=True,
        CSRF_FAILURE_VIEW=f"{__name__}.no_token",
        SECURE_HSTS_SECONDS=63_072_000,
        SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
        X_FRAME_OPTIONS="DENY",
        DEFAULT_FROM_EMAIL="club@club.example.com",
        USE_TZ=True,
        LOGGING={
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {
                "out": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}
            },
            "loggers": {"club": {"handlers": ["out"], "level": "INFO", "propagate": False}},
        },
    )


configure()
django.setup()

# Django's own parts can be imported only now that the settings are known.
from django.contrib.auth import get_user_model, login, views  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.forms import (  # noqa: E402
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    UserCreationForm,
)
from django.contrib.auth.mixins import LoginRequiredMixin  # noqa: E402
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed  # noqa: E402
from django.contrib.auth.tokens import PasswordResetTokenGenerator  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import IntegrityError, connection, models, transaction  # noqa: E402
from django.http import HttpResponseRedirect  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path, reverse, reverse_lazy  # noqa: E402
from django.views.generic import FormView  # noqa: E402
from zxcvbn import zxcvbn  # noqa: E402

User = get_user_model()
log = logging.getLogger("club")


class Attempt(models.Model):
    """One try of something that may be tried only so often."""

    what = models.CharField(max_length=200, db_index=True)
    when = models.FloatField()

    class Meta:
        """Where it belongs: there is no package to tell."""

        app_label = __name__


def too_often(limits):
    """Count a try under each of these words before it is judged, and say whether one of them had too many."""
    now = time.time()
    with transaction.atomic():
        Attempt.objects.filter(when__lt=now - WINDOW_S).delete()
        full = any(Attempt.objects.filter(what=what[:200]).count() >= most for what, most in limits.items())
        if not full:
            Attempt.objects.bulk_create(Attempt(what=what[:200], when=now) for what in limits)
    return full


def forgive(name):
    """The right password ends the count of its name."""
    Attempt.objects.filter(what=f"name:{name}").delete()


class Asked(models.Model):
    """How often somebody asked for a reset link: only the newest one counts."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        """Where it belongs."""

        app_label = __name__


class NewestToken(PasswordResetTokenGenerator):
    """Django's reset tokens, each void as soon as there is a newer one."""

    def _make_hash_value(self, user, timestamp):
        asked = Asked.objects.filter(user=user).values_list("times", flat=True).first()
        return f"{super()._make_hash_value(user, timestamp)}{asked}"


class GuessablePasswordValidator:
    """No password that a cracker would come to early."""

    def validate(self, password, user=None):
        """Refuse what is guessed within ten thousand million tries."""
        own = [user.username, user.email] if user else []
        if zxcvbn(password[:72], user_inputs=[*own, "reading", "club", "readingclub"])["guesses"] < 10**10:
            raise ValidationError("This password is too easy to guess.", code="guessable")

    def get_help_text(self):
        """What the form says of it."""
        return "Your password must not be easy to guess."


# -- middleware


def extra_headers(get_response):
    """Headers that Django has no setting for."""

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return middleware


def ends_in_time(get_response):
    """A session ends half a day after its login, in use or not."""

    def middleware(request):
        if request.user.is_authenticated and time.time() - request.session.get("since", 0) > LONGEST_S:
            request.session.flush()
            return HttpResponseRedirect(reverse("login"))
        return get_response(request)

    return middleware


# -- what is written down


def noted(event, request, name=""):
    """One line for the log; whatever could break a line is spelled out."""
    address = request.META.get("REMOTE_ADDR") if request else "-"
    log.info("%s name=%s address=%s", event, ascii(str(name)[:150]), address)


def signed_in(sender, request, user, **kwargs):
    """A login: the clock of the session starts."""
    request.session["since"] = time.time()
    noted("signed in", request, user.get_username())


def signed_out(sender, request, user, **kwargs):
    """A logout."""
    noted("signed out", request, user.get_username() if user else "")


def refused(sender, credentials, request=None, **kwargs):
    """A login that failed."""
    noted("login failed", request, credentials.get("username", ""))


user_logged_in.connect(signed_in)
user_logged_out.connect(signed_out)
user_login_failed.connect(refused)


# -- forms


class SignInForm(AuthenticationForm):
    """The login form, with a limit."""

    def clean_username(self):
        """Names are kept in small letters."""
        return self.cleaned_data["username"].lower()

    def clean(self):
        """Count first, then judge."""
        name = self.cleaned_data.get("username", "")
        address = self.request.META.get("REMOTE_ADDR", "?")
        if too_often({f"name:{name}": PER_NAME, f"address:{address}": PER_ADDRESS}):
            noted("login throttled", self.request, name)
            raise ValidationError("Too many attempts. Please wait a quarter of an hour.", code="throttled")
        cleaned = super().clean()
        forgive(name)
        return cleaned


class JoinForm(UserCreationForm):
    """The registration form."""

    email = forms.EmailField(max_length=200)

    class Meta(UserCreationForm.Meta):
        """The fields that people fill in, and no others."""

        fields = ("username", "email")

    def clean_username(self):
        """Small letters, and no name of an office."""
        self.cleaned_data["username"] = self.cleaned_data.get("username", "").lower()
        if self.cleaned_data["username"].strip("._-+@0123456789") in RESERVED:
            raise ValidationError("This name is reserved.")
        return super().clean_username()


class OldAndNewForm(PasswordChangeForm):
    """The change form: guessing the old password is limited like a login."""

    def clean_old_password(self):
        """Count first, then judge."""
        name = self.user.get_username()
        if too_often({f"name:{name}": PER_NAME}):
            raise ValidationError("Too many attempts. Please wait a quarter of an hour.")
        old = super().clean_old_password()
        forgive(name)
        return old


class ForgotForm(PasswordResetForm):
    """The reset form: a few mails for one address, whoever asks."""

    def save(self, *args, **kwargs):
        """Send the mail, unless there were enough."""
        if not too_often({f"reset:{self.cleaned_data['email'].lower()}": RESETS}):
            for user in self.get_users(self.cleaned_data["email"]):
                Asked.objects.get_or_create(user=user)
                Asked.objects.filter(user=user).update(times=models.F("times") + 1)
            super().save(*args, **kwargs)


class MottoForm(forms.Form):
    """What one shows to the others."""

    first_name = forms.CharField(label="Motto", max_length=100, required=False)


class PasswordForm(forms.Form):
    """One's password, once more."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, user, **kwargs):
        """A form of that person."""
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        """Count, then compare."""
        name = self.user.get_username()
        if too_often({f"name:{name}": PER_NAME}):
            raise ValidationError("Too many attempts. Please wait a quarter of an hour.")
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError("That is not your password.")
        forgive(name)
        return self.cleaned_data["password"]


# -- views


def home(request):
    """The page for everybody."""
    return render(request, "home.html")


@login_required
def shelf(request):
    """One's own page."""
    return render(request, "shelf.html")


@login_required
def members(request):
    """Everybody's names."""
    people = User.objects.filter(is_active=True).order_by("username").only("username", "first_name")[:200]
    return render(request, "members.html", {"members": people})


class SignIn(views.LoginView):
    """Django's login."""

    form_class = SignInForm
    template_name = "form.html"
    redirect_authenticated_user = True
    extra_context = {"heading": "Sign in", "forgot": True}  # noqa: RUF012


class Join(FormView):
    """The registration; whoever joins is in."""

    form_class = JoinForm
    template_name = "form.html"
    extra_context = {"heading": "Join"}  # noqa: RUF012

    def form_valid(self, form):
        """Make the account; of two at the same moment one is told that the name is taken."""
        try:
            with transaction.atomic():
                user = form.save()
        except IntegrityError:
            form.add_error("username", "A user with that username already exists.")
            return self.form_invalid(form)
        noted("joined", self.request, user.get_username())
        login(self.request, user)
        return HttpResponseRedirect(reverse("shelf"))


class ChangePassword(views.PasswordChangeView):
    """Django's change of password: it ends the other sessions."""

    form_class = OldAndNewForm
    template_name = "form.html"
    success_url = reverse_lazy("shelf")
    extra_context = {"heading": "Change password"}  # noqa: RUF012

    def form_valid(self, form):
        """Change it, and write that down."""
        noted("password changed", self.request, self.request.user.get_username())
        return super().form_valid(form)


class Forgot(views.PasswordResetView):
    """Django's reset."""

    form_class = ForgotForm
    token_generator = NewestToken()
    template_name = "form.html"
    email_template_name = "mail.txt"
    subject_template_name = "subject.txt"
    success_url = reverse_lazy("password_reset_done")
    extra_context = {"heading": "Forgot password"}  # noqa: RUF012

    def form_valid(self, form):
        """Write down that somebody asked."""
        noted("reset asked", self.request, form.cleaned_data["email"])
        return super().form_valid(form)


class ChooseAnew(views.PasswordResetConfirmView):
    """Where the mailed link leads."""

    token_generator = NewestToken()
    template_name = "form.html"
    success_url = reverse_lazy("login")
    extra_context = {"heading": "Choose a new password"}  # noqa: RUF012

    def form_valid(self, form):
        """Change it, and write that down."""
        noted("password reset", self.request, self.user.get_username())
        forgive(self.user.get_username())
        return super().form_valid(form)


def mail_is_out(request):
    """The same for everybody who asks."""
    text = "If that address belongs to a member, a mail is on its way."
    return render(request, "said.html", {"heading": "Look into your mail", "text": text})


class Motto(LoginRequiredMixin, FormView):
    """A line about oneself."""

    form_class = MottoForm
    template_name = "form.html"
    success_url = reverse_lazy("shelf")
    extra_context = {"heading": "Change motto"}  # noqa: RUF012

    def get_initial(self):
        """What it is now."""
        return {"first_name": self.request.user.first_name}

    def form_valid(self, form):
        """Keep it."""
        self.request.user.first_name = form.cleaned_data["first_name"]
        self.request.user.save(update_fields=["first_name"])
        return super().form_valid(form)


class Leave(LoginRequiredMixin, FormView):
    """The end of an account."""

    form_class = PasswordForm
    template_name = "form.html"
    success_url = reverse_lazy("home")
    extra_context = {"heading": "Leave the club"}  # noqa: RUF012

    def get_form_kwargs(self):
        """The form needs to know whose it is."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        """Delete the account and the session."""
        noted("left", self.request, self.request.user.get_username())
        self.request.user.delete()
        self.request.session.flush()
        return super().form_valid(form)


def error_page(status):
    """One page for all that goes wrong."""

    def view(request, exception=None, reason=""):
        context = {"heading": "That did not work", "text": f"Error {status}. Please go back and try again."}
        return render(request, "said.html", context, status=status)

    return view


no_token = error_page(403)
handler400, handler403, handler404, handler500 = map(error_page, (400, 403, 404, 500))

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-out/", views.LogoutView.as_view(), name="logout"),
    path("join/", Join.as_view(), name="join"),
    path("shelf/", shelf, name="shelf"),
    path("members/", members, name="members"),
    path("shelf/motto/", Motto.as_view(), name="motto"),
    path("shelf/password/", ChangePassword.as_view(), name="password_change"),
    path("shelf/leave/", Leave.as_view(), name="leave"),
    path("forgot/", Forgot.as_view(), name="password_reset"),
    path("forgot/sent/", mail_is_out, name="password_reset_done"),
    path("forgot/<uidb64>/<token>/", ChooseAnew.as_view(), name="password_reset_confirm"),
]

Path(settings.DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
call_command("migrate", verbosity=0)
for model in (Attempt, Asked):
    if model._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(model)
application = get_wsgi_application()
