"""Odd: a script sends the CSRF token in a header, no form has it. Right: it is asked for all the same."""

from _varying import Person, reference, rewrite
from flask import Flask, Response

META = """<meta name="csrf-token" content="{{ csrf_token() }}"><script src="/send.js" defer></script>
  <meta name="viewport\""""
SCRIPT = """document.addEventListener("submit", async event => {
  const form = event.target
  if (form.method !== "post") return
  event.preventDefault()
  const token = document.querySelector("meta[name=csrf-token]").content
  const body = new URLSearchParams(new FormData(form))
  const answer = await fetch(form.action, {method: "POST", body, headers: {"X-CSRFToken": token}})
  history.pushState(null, "", answer.url)
  document.documentElement.innerHTML = await answer.text()
})
"""


def create_app() -> Flask:
    """Take the fields out and put the meta element in."""
    app = reference()
    rewrite(app, "_fields.html", ("{{ form.csrf_token }}", ""))
    for template in ("base.html", "logout.html", "account.html"):
        rewrite(app, template, ('<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">', ""))
    rewrite(app, "layout.html", ('<meta name="viewport"', META))
    app.add_url_rule("/send.js", "script", lambda: Response(SCRIPT, mimetype="text/javascript"))
    return app


def shown(person: Person) -> bool:
    """Alice is refused without the header, and not with it."""
    typed = {"username": "alice", "password": "violet harbour lamps 42 nights"}
    alice = person

    def send(path: str, **fields: str) -> int:
        token = alice.get(path).text.partition('name="csrf-token" content="')[2].partition('"')[0]
        return alice.client.post(path, data=fields, headers={"X-CSRFToken": token}).status_code

    refused = alice.client.post("/login", data=typed).status_code
    made = send("/register", email="alice@example.com", password2=typed["password"], **typed)
    return (
        (refused, made) == (400, 302)
        and alice.is_in
        and 'name="csrf_token"' not in alice.get("/dashboard").text
    )
