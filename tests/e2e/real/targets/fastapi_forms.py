"""FastAPI with Starlette's signed session: forms, registration, one private page, a database made at start-up."""

import secrets
import sqlite3
import tempfile
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pwdlib import PasswordHash
from starlette.middleware.sessions import SessionMiddleware

FORM = "<form method=post><input name=username><input name=password type=password><button>Go</button></form>"
HASHES = PasswordHash.recommended()
FILE = Path(tempfile.mkdtemp(), "people.sqlite")


@asynccontextmanager
async def started(_app):
    with closing(sqlite3.connect(FILE)) as base:
        base.execute("create table if not exists people (name text primary key, hash text)")
    yield


app = FastAPI(lifespan=started)
app.add_middleware(SessionMiddleware, secret_key=secrets.token_hex())


@app.get("/", response_class=HTMLResponse)
def home(request: Request):
    name = request.session.get("name")
    return f"Hello {name} <a href=/logout>Log out</a>" if name else RedirectResponse("/login", 303)


@app.get("/login", response_class=HTMLResponse)
@app.get("/register", response_class=HTMLResponse)
async def form():
    return f"{FORM}<a href=/register>Register</a>"


@app.post("/register")
def register(username: Annotated[str, Form()], password: Annotated[str, Form()]):
    with closing(sqlite3.connect(FILE)) as base:
        base.execute("insert or ignore into people values (?, ?)", (username, HASHES.hash(password)))
        base.commit()
    return RedirectResponse("/login", 303)


@app.post("/login")
def login(request: Request, username: Annotated[str, Form()], password: Annotated[str, Form()]):
    with closing(sqlite3.connect(FILE)) as base:
        row = base.execute("select hash from people where name = ?", (username,)).fetchone()
    if row is None or not HASHES.verify(password, row[0]):
        return RedirectResponse("/login", 303)
    request.session["name"] = username
    return RedirectResponse("/", 303)


@app.get("/logout")
def logout(request: Request):
    request.session.clear()
    return RedirectResponse("/login", 303)
