"""The reference app as it is deployed: who comes by http is sent to https."""

import secrets

from app import create_app

app = create_app({"SECRET_KEY": secrets.token_hex(32), "FORCE_HTTPS": True})
