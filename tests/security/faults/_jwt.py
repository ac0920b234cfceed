"""JSON Web Tokens made by hand, as an app makes them that reads the algorithm from the token itself."""

import base64
import hmac
import json
from typing import Any


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def sign(signed: str, algorithm: str, key: bytes) -> str:
    return "" if algorithm == "none" else encoded(hmac.digest(key, signed.encode(), "sha256"))


def write(claims: dict[str, Any], key: bytes) -> str:
    head = encoded(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    signed = f"{head}.{encoded(json.dumps(claims).encode())}"
    return f"{signed}.{sign(signed, 'HS256', key)}"


def read(token: str, key: bytes) -> dict[str, Any] | None:
    """The claims, if the signature is right by the algorithm that the token names: that is the fault."""
    try:
        head, body, signature = token.split(".")
        algorithm = decoded(head)["alg"]
        right = hmac.compare_digest(sign(f"{head}.{body}", algorithm, key), signature)
        return decoded(body) if right else None
    except (ValueError, KeyError, TypeError):
        return None
