"""One small defect at a time in `django_site`, each planted from outside: `planted_django.py:NAME` is an app."""

import django_site
from _plants import plants
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.core.wsgi import get_wsgi_application


def application():
    """The app, its middleware as the settings now say."""
    return get_wsgi_application()


def visits(get_response):
    """Middleware that counts visits in the session, so that everybody has one."""

    def middleware(request):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return get_response(request)

    return middleware


def view_of(name):
    """The view function of that name."""
    return next(one for one in django_site.urlpatterns if one.name == name).callback


@plants("session-fixation")
def old_session_key_is_kept():
    """The session before the login goes on after it."""
    SessionBase.cycle_key = lambda self: None
    django_site.visits = visits
    at = settings.MIDDLEWARE.index("django.middleware.common.CommonMiddleware")
    settings.MIDDLEWARE.insert(at, "django_site.visits")
    return application()


@plants("session-replay-after-password-change")
def no_hash_of_the_password_in_sessions():
    """What binds a session to the password is the same for everybody."""
    get_user_model().get_session_auth_hash = lambda self: "always"
    return application()


@plants("reset-token-weak")
def links_for_three_days():
    """Django's own default."""
    settings.PASSWORD_RESET_TIMEOUT = 3 * 86_400
    return application()


@plants("host-header-poisoning")
def any_host():
    """The wildcard that many deploy with."""
    settings.ALLOWED_HOSTS = ["*"]
    return application()


@plants("disabled-account-access")
def inactive_people_stay():
    """The backend that does not ask whether somebody is active."""
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.AllowAllUsersModelBackend"]
    return application()


@plants("csrf-state-change")
def motto_without_token():
    """One view is exempt."""
    view_of("motto").csrf_exempt = True
    return application()


@plants("registration-mass-assignment")
def motto_takes_any_field():
    """The profile keeps whatever is sent under the name of a column."""

    def form_valid(self, form):
        user, columns = self.request.user, {one.name for one in get_user_model()._meta.concrete_fields}
        for name, value in self.request.POST.items():
            if name in columns and name not in {"id", "password"}:
                field = user._meta.get_field(name)
                try:
                    setattr(user, name, field.clean(value, user))
                except ValidationError:
                    continue
        user.save()
        return super(django_site.Motto, self).form_valid(form)

    django_site.Motto.form_valid = form_valid
    return application()


@plants("account-enumeration")
def reset_knows_its_people():
    """The reset form complains of an address that nobody has."""

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not any(self.get_users(email)):
            raise ValidationError("Nobody has this address.")
        return email

    django_site.ForgotForm.clean_email = clean_email
    return application()


@plants("open-redirect")
def next_is_believed():
    """Where to go after the login stands in the address, unchecked."""

    def get_redirect_url(self):
        return self.request.POST.get("next", self.request.GET.get("next", ""))

    django_site.SignIn.get_redirect_url = get_redirect_url
    return application()


@plants("throttle-bypass")
def address_alone_is_counted():
    """Guesses at one name are counted by the guesser's address only."""
    django_site.PER_NAME, django_site.PER_ADDRESS = 1_000_000, 8
    return application()


@plants("password-hash-weak")
def hashed_with_md5():
    """A hasher left over from the tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return application()


@plants("reset-token-leak", "secrets-in-logs")
def reset_link_is_logged():
    """The mail that went out is written down."""
    send_mail = django_site.ForgotForm.send_mail

    def wordy(self, subject_template_name, email_template_name, context, *args, **kwargs):
        django_site.log.info("mail to %s: token %s", ascii(context["email"]), context["token"])
        send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs)

    django_site.ForgotForm.send_mail = wordy
    return application()
