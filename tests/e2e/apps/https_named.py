"""The reference app under a name of its own, where only https is safe: its cookies are Secure, one has the prefix."""

import secrets

from app import create_app

app = create_app({"SECRET_KEY": secrets.token_hex(32), "SERVER_NAME": "harbour.example", "FORCE_HTTPS": True})
