"""Redirects are made absolute with the host that X-Forwarded-Host names, though no proxy stands in front."""

from urllib.parse import urljoin

from _planting import reference
from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

CATCHES = ("host-header-poisoning",)


def create_app() -> Flask:
    """Plant it: the middleware of another deployment."""
    app = reference()
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=0, x_host=1)

    @app.after_request
    def absolute(response: Response) -> Response:
        if response.location:
            response.location = urljoin(request.host_url, response.location)
        return response

    return app
