"""Sends a request, returns an exchange; the cookie jar and the user agent that stand before that."""

from authproof.client.agent import Client, CrossSite, UserAgent
from authproof.client.http import HttpClient
from authproof.client.jar import Cookie, CookieJar
from authproof.client.urls import leaves_site, same_site_path, where_leads
from authproof.client.wsgi import WsgiClient

__all__ = [
    "Client",
    "Cookie",
    "CookieJar",
    "CrossSite",
    "HttpClient",
    "UserAgent",
    "WsgiClient",
    "leaves_site",
    "same_site_path",
    "where_leads",
]
