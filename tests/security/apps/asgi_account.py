"""A login that speaks ASGI and nothing else: it is opened by the start of a server, and keeps people in memory."""

import secrets
from urllib.parse import parse_qs

FORM = "<form method=post><input name=user><input name=pw type=password><button>Go</button></form>"
PEOPLE, INSIDE = {}, {}


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        scope["state"]["open"] = True
        await send({"type": "lifespan.startup.complete"})
        await receive()
    body = (await receive()).get("body", b"")
    typed = {name: value for name, (value,) in parse_qs(body.decode()).items()}
    status, headers, text = answer(scope, typed)
    headers = [(b"content-type", b"text/html"), *((name, value.encode()) for name, value in headers)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def answer(scope, typed):
    """Status, headers and text."""
    path, sent = scope["path"], dict(scope["headers"]).get(b"cookie", b"").decode()
    user = INSIDE.get(sent.partition("=")[2])
    if not scope["state"].get("open"):
        return 503, [], "The server has not started"
    if path == "/":
        return (
            (200, [], f"Hello {user} <a href=/logout>Out</a>")
            if user
            else (303, [(b"location", "/login")], "")
        )
    if path == "/logout":
        INSIDE.pop(sent.partition("=")[2], None)
    elif path == "/join" and typed:
        PEOPLE.setdefault(typed["user"], typed["pw"])
    elif path == "/login" and typed and PEOPLE.get(typed["user"]) == typed["pw"]:
        INSIDE[token := secrets.token_hex()] = typed["user"]
        return 303, [(b"location", "/"), (b"set-cookie", f"sid={token}")], ""
    return (200 if path in {"/login", "/join", "/logout"} else 404), [], FORM + "<a href=/join>Join</a>"
