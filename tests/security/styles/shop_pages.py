"""The templates of `wtforms_shop.py`, and what all its answers have."""

from flask import abort, render_template, request

PRODUCTS = {"teapot": "Teapot, blue", "kettle": "Kettle, steel", "cosy": "Tea cosy, wool"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
FORM_TYPES = ("", "application/x-www-form-urlencoded", "multipart/form-data")
PAGES = {
    "base.html": """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{{ title }} - Tea Shop</title>
<nav><a href="{{ url_for('shop.index') }}">Shop</a>
{% if current_user.is_authenticated %}
<a href="{{ url_for('shop.account') }}">Account</a> <a href="{{ url_for('shop.orders') }}">Orders</a>
{% if current_user.is_staff %}<a href="{{ url_for('shop.customers') }}">Customers</a>{% endif %}
<form method="post" action="{{ url_for('shop.logout') }}">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Sign out</button></form>
{% else %}
<a href="{{ url_for('shop.login') }}">Sign in</a> <a href="{{ url_for('shop.register') }}">Create account</a>
{% endif %}</nav>
{% for message in get_flashed_messages() %}<p role="status">{{ message }}</p>{% endfor %}
<h1>{{ title }}</h1>
{% block body %}<p>{{ text }}</p>{% endblock %}
</html>""",
    "error.html": """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{ title }} - Tea Shop</title><h1>{{ title }}</h1>
<p>Please go back and try again.</p></html>""",
    "form.html": """{% extends "base.html" %}{% block body %}
<form method="post">{{ form.hidden_tag() }}
{% for field in form if field.widget.input_type != "hidden" %}
<p>{% if field.type != "SubmitField" %}{{ field.label }}{% endif %} {{ field }}
{% for error in field.errors %}<em>{{ error }}</em>{% endfor %}</p>
{% endfor %}</form>
{% if forgot %}<p><a href="{{ url_for('shop.forgot') }}">Forgot your password?</a></p>{% endif %}{% endblock %}""",
    "index.html": """{% extends "base.html" %}{% block body %}<ul>
{% for slug, product in products.items() %}<li>{{ product }}
{% if current_user.is_authenticated %}<form method="post" action="{{ url_for('shop.buy', slug=slug) }}">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Buy</button></form>{% endif %}</li>
{% endfor %}</ul>{% endblock %}""",
    "account.html": """{% extends "base.html" %}{% block body %}
<dl><dt>E-mail</dt><dd>{{ current_user.email }}</dd><dt>Name</dt><dd>{{ current_user.name }}</dd>
<dt>Street and town</dt><dd>{{ current_user.street }}</dd></dl>
<ul><li><a href="{{ url_for('shop.address') }}">Change name and address</a></li>
<li><a href="{{ url_for('shop.change_password') }}">Change password</a></li>
<li><a href="{{ url_for('shop.delete_account') }}">Delete account</a></li></ul>{% endblock %}""",
    "orders.html": """{% extends "base.html" %}{% block body %}<ul>{% for order in orders %}
<li><a href="{{ url_for('shop.order', reference=order.reference) }}">{{ order.product }}</a></li>
{% else %}<li>Nothing yet, {{ current_user.email }}.</li>{% endfor %}</ul>{% endblock %}""",
    "customers.html": """{% extends "base.html" %}{% block body %}<ul>{% for one in customers %}
<li>{{ one.email }}</li>{% endfor %}</ul>{% endblock %}""",
}


def error_page(error):
    """Asks neither for the customer nor for the database: one of them may be what broke."""
    return render_template("error.html", title=error.name), error.code


def forms_only():
    """No page of ours reads JSON; Flask-WTF would, whatever its shape."""
    if request.method == "POST" and request.mimetype not in FORM_TYPES:
        abort(415)


def with_headers(response):
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response
