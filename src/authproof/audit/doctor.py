"""What an audit would stand on: what is there, what is missing, what was tried, and which option would help."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from json import load
from pathlib import Path
from urllib.parse import urlsplit

from authproof import __version__
from authproof.audit.audit import AuditOptions, limit_of, with_features
from authproof.audit.examination import Examination, examine, examine_remote
from authproof.client import chromium
from authproof.client.browser_host import ask, hosted
from authproof.errors import TargetError
from authproof.site import Features, Site
from authproof.target import TargetProcess

_BROWSER_LIMIT_S = 5.0
_FEATURES = {
    "change": "password change",
    "reset": "password reset",
    "profile": "profile",
    "deletion": "deletion",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was looked for. `found` is None where it is neither good nor bad that it is not there.

    `tried` says what was tried in vain, `advice` what to do.
    """

    topic: str
    found: bool | None
    text: str
    tried: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All remarks in their order; `error` says why no audit could run, if none could."""

    target: str
    remarks: tuple[Remark, ...]
    error: TargetError | None
    examination: Examination | None = None


def diagnose(options: AuditOptions, watch: Callable[[str], None] = lambda _text: None) -> Diagnosis:
    """Look at the target, its login and this environment, and change none of them. `watch` hears what is tried."""
    here = Remark("authproof", True, f"{__version__} on Python {'.'.join(map(str, sys.version_info[:3]))}")
    try:
        with TargetProcess(
            options.target,
            real_hashing=options.real_hashing,
            load_limit=options.load_limit,
            bounds=options.bounds,
            on_progress=watch,
        ) as process:
            seen = _examined(process, options)
    except TargetError as error:
        broken = Remark("target", False, f"{error.title}: {error.seen}", advice=error.advice)
        return Diagnosis(options.target.text, (here, broken, _browser(options, watch)), error)
    remarks = (
        here,
        *(_outside(options) if options.target.url else _inside(seen)),
        *_pages(seen),
        _browser(options, watch),
    )
    return Diagnosis(options.target.text, remarks, seen.error, seen)


def _examined(process: TargetProcess, options: AuditOptions) -> Examination:
    seen: Examination = process.here(
        examine_remote if options.target.url else examine,
        options.wishes,
        options.policy,
        trying="to find and try the login",
        time_limit=limit_of(options, options.discovery_limit),
    )
    if seen.prepared and seen.prepared.site.register is None and not options.target.url:
        site = with_features(process, seen.prepared.site, options)
        return replace(seen, prepared=replace(seen.prepared, site=site))
    return seen


def _outside(options: AuditOptions) -> Iterator[Remark]:
    bounds = options.bounds
    pace = f"{bounds.pace:g} a second" if bounds.pace else "as fast as they are answered"
    yield Remark("target", True, f"answers at {options.target.text}")
    yield Remark("requests", None, f"an audit may send {bounds.requests}, {pace}")


def _inside(seen: Examination) -> Iterator[Remark]:
    versions = ", ".join(f"{name} {version}" for name, version in seen.stack)
    yield Remark("target", True, f"loads from {_near(seen.source)}; {versions}")
    yield Remark("addresses", None, f"{seen.routes} in its URL map that take no argument")
    for name, fate in seen.databases:
        fine = not fate.startswith("refused")
        advice = "" if fine else "let it use SQLite for the audit: see [tool.authproof.environ]"
        yield Remark("database", fine, f"{_near(name)}: {fate}", advice=advice)
    if not seen.databases:
        yield Remark("database", None, "none was opened")
    for work, seconds in seen.hashing:
        yield Remark("passwords", True, f"{work}, {1000 * seconds:.0f} ms for one")
    if not seen.hashing:
        yield Remark("passwords", None, "no call of scrypt, PBKDF2, argon2 or bcrypt was seen")
    subjects = ", ".join(dict.fromkeys(seen.mails))
    yield Remark("mail", None, f"captured from {seen.post_office}: {subjects or 'none was sent'}")
    for file in seen.written:
        yield Remark(
            "files", None, f"it writes {_near(file)}, which is put back afterwards; checks run one at a time"
        )
    for host in seen.refused:
        yield Remark("network", None, f"it wanted to reach {host}, which was refused")


def _near(text: str) -> str:
    """A path below the folder in which we run, as a person there would name it."""
    return text.replace(f"{Path.cwd()}{os.sep}", "")


def _pages(seen: Examination) -> Iterator[Remark]:
    if seen.prepared is None:
        assert seen.error  # one of the two is there
        yield Remark(
            "login",
            False,
            seen.error.title,
            (*seen.trail.of("login"), *seen.trail.grouped("pages")),
            seen.error.advice,
        )
        return
    site = seen.prepared.site
    yield from _doors(site, seen)
    yield from _features(site.features, seen)
    yield _cookies(site, seen)
    told = ", ".join(step.seen for step in seen.trail.steps if step.sought == "next")
    yield Remark(
        "where to next", None, f"the login is told by {told}" if told else "no parameter tells the login"
    )


def _cookies(site: Site, seen: Examination) -> Remark:
    """What is set; which of it opens the account was not tried at a URL."""
    if not seen.source:
        return Remark("cookies", None, f"set by the pages: {', '.join(site.cookies) or 'none'}")
    others = [name for name in site.cookies if name not in seen.opening]
    opening = " and ".join(seen.opening) or "none"
    rest = f"; besides: {', '.join(others)}" if others else ""
    return Remark("cookies", bool(seen.opening) or None, f"what opens the account: {opening}{rest}")


def _doors(site: Site, seen: Examination) -> Iterator[Remark]:
    login = site.login
    box = f", box to be remembered: {login.remember_field}" if login.remember_field else ""
    kind = " (an address)" if login.identity == "email" else ""
    typed = f"{login.identity_field}{kind}, {login.password_field}{box}"
    yield Remark("login", True, f"{login.form.path}: {typed}{_spoken(login.form.encoding)}")
    if site.register:
        names = ", ".join(name for name, _ in site.register.roles)
        yield Remark(
            "registration", True, f"{site.register.form.path}: {names}{_spoken(site.register.form.encoding)}"
        )
    else:
        yield Remark("registration", None, "none is used: the audit has the one account that it was given")
    if site.logout:
        how = f"the button for {site.logout.action} on" if site.logout.action else "the link"
        yield Remark("logout", True, f"{how} {site.logout.path}")
    else:
        yield Remark("logout", False, "not found", seen.trail.of("logout"), "name it: --logout /path")
    if site.protected:
        yield Remark("private pages", True, ", ".join(site.protected))
    else:
        marked = ", ".join(one.path for one in site.witnesses)
        yield Remark(
            "private pages",
            False,
            f"none refuses a visitor who is not signed in; who is in is told by {marked}",
            tuple(seen.trail.grouped("inside")),
            "name one: --protected /path",
        )


def _spoken(encoding: str) -> str:
    return {"json": " (JSON)", "basic": " (HTTP Basic)"}.get(encoding, "")


def _features(features: Features, seen: Examination) -> Iterator[Remark]:
    for kind, words in _FEATURES.items():
        recipe = getattr(features, kind)
        if recipe:
            yield Remark(words, True, f"{recipe.form.path}{_spoken(recipe.form.encoding)}")
        else:
            tried = tuple(seen.trail.grouped(kind))
            yield Remark(words, None, "not found" if tried else "not found: no form could be it", tried)


def _browser(options: AuditOptions, watch: Callable[[str], None]) -> Remark:
    if chromium.switched_off() or not options.browser:
        return Remark("browser", None, "switched off: checks that need one say so")
    watch("starting Chromium")
    with hosted(80) as address:
        told = ask(address)
        version = _version(told.endpoint)
    if told.endpoint:
        return Remark("browser", True, f"{told.program} starts: {version}")
    if told.broken:
        return Remark(
            "browser",
            False,
            told.broken,
            advice="audit with --no-browser, or name another by AUTHPROOF_CHROMIUM",
        )
    return Remark("browser", None, "none: checks that need one say so", advice=told.missing)


def _version(endpoint: str) -> str:
    """What Chromium calls itself (Chrome DevTools Protocol, `/json/version`)."""
    line = HTTPConnection(urlsplit(endpoint).netloc or "127.0.0.1", timeout=_BROWSER_LIMIT_S)
    with suppress(OSError, HTTPException, ValueError):
        line.request("GET", "/json/version")
        return str(load(line.getresponse()).get("Browser", ""))
    return "it does not tell its version"
