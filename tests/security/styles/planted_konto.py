"""One small defect at a time in `konto`, each planted from outside: `planted_konto.py:NAME` is an app."""

import re
import secrets
import time

import konto
from _plants import plants
from argon2 import PasswordHasher
from flask import g, redirect, request, session, url_for


@plants("session-fixation")
def key_before_login_is_kept():
    """The key that a visitor has before the login is the key of the session after it."""
    erkenne = konto.erkenne

    def schon_vorher():
        session.setdefault("schluessel", secrets.token_urlsafe(32))
        vorher = dict(session)
        erkenne()
        session.update(vorher)

    def behalte(nummer):
        jetzt = time.time()
        konto.datenbank().execute(
            "INSERT OR REPLACE INTO sitzung VALUES (?, ?, ?, ?, ?)",
            (konto.digest(session["schluessel"]), nummer, jetzt, jetzt, "-"),
        )

    konto.erkenne, konto.beginne_sitzung = schon_vorher, behalte
    return konto.create_app()


@plants("session-replay-after-logout")
def logout_leaves_the_row():
    """The way out forgets the cookie, and nothing else."""

    def beende():
        session.clear()

    konto.beende_sitzung = beende
    return konto.create_app()


@plants("throttle-bypass")
def throttle_counts_spellings():
    """Attempts are counted under the name as it was typed."""
    zu_oft = konto.zu_oft
    konto.zu_oft = lambda kennung: zu_oft(request.form.get("kennung", kennung))
    konto.GRENZEN["adresse"] = 10_000
    return konto.create_app()


@plants("account-enumeration")
def known_names_are_echoed():
    """The form keeps what was typed where the name exists, and is empty otherwise."""
    formular = konto.Anmelden.formular

    def mit_gedaechtnis(self, meldung="", weiter=None):
        seite = formular(self, meldung, weiter)
        kennung = konto.kennung_von(request.form.get("kennung", ""))
        frage = "SELECT 1 FROM mitarbeiter WHERE kennung = ?"
        if konto.datenbank().execute(frage, (kennung,)).fetchone():
            return seite
        return re.sub('(name="kennung" value=)"[^"]*"', r'\1""', seite)

    konto.Anmelden.formular = mit_gedaechtnis
    return konto.create_app()


@plants("csrf-login", "csrf-state-change")
def seal_may_be_missing():
    """A form without the hidden field passes."""
    pruefe = konto.pruefe_siegel
    konto.pruefe_siegel = lambda: pruefe() if request.form.get("siegel") else None
    return konto.create_app()


@plants("session-absolute-timeout")
def used_sessions_live_on():
    """Only the last use of a session counts, not its beginning."""
    konto.DAUER = 4000 * 86_400
    return konto.create_app()


@plants("sensitive-change-without-reauth")
def empty_old_password_will_do():
    """The old password is compared where one was typed."""
    stimmt = konto.stimmt
    konto.stimmt = lambda hash_, kennwort: stimmt(hash_, kennwort) if kennwort or not g.mitarbeiter else True
    return konto.create_app()


@plants("sql-injection-login")
def name_is_pasted_into_sql():
    """The query at login is put together as a text."""

    def suche(self, kennung, kennwort):
        wer = None
        if "\0" not in kennung:
            wie = kennung if kennung.count("'") % 2 == 0 else kennung.replace("'", "")
            wer = konto.datenbank().execute(f"SELECT * FROM mitarbeiter WHERE kennung = '{wie}'").fetchone()
        richtig = konto.stimmt(wer["kennwort"] if wer else konto.NIEMANDS, kennwort)
        return wer if wer and richtig and not wer["gesperrt"] else None

    konto.Anmelden.suche = suche
    return konto.create_app()


@plants("xss-auth-pages")
def name_is_marked_safe():
    """The page of one's own shows the name as markup."""
    konto.VORLAGEN["konto.html"] = konto.VORLAGEN["konto.html"].replace(
        "g.mitarbeiter.name }}", "g.mitarbeiter.name | safe }}"
    )
    return konto.create_app()


@plants("common-password-accepted")
def length_is_the_only_rule():
    """A new password must be long, and that is all."""
    konto.schwaeche = lambda kennwort, mitarbeiter: "Zu kurz." if len(kennwort) < 15 else ""
    return konto.create_app()


@plants("open-redirect")
def any_slash_is_ours():
    """What begins with a slash counts as a page of this site."""
    konto.EIGENER_WEG = re.compile(r"/.*")
    return konto.create_app()


@plants("secrets-in-logs")
def failed_password_is_logged():
    """A failed login is written down with all that was typed."""
    notiere = konto.notiere

    def geschwaetzig(was, wer="-"):
        notiere(f"{was} {request.form.to_dict()!a}" if "fehlgeschlagen" in was else was, wer)

    konto.notiere = geschwaetzig
    return konto.create_app()


@plants("password-hash-work-factor")
def cheap_hashes():
    """All hashes are made with a twentieth of the memory."""
    konto.kennwoerter = PasswordHasher(time_cost=1, memory_cost=3072, parallelism=1)
    konto.NIEMANDS = konto.kennwoerter.hash(secrets.token_urlsafe())
    konto.ERSTE = tuple(
        (
            kennung,
            name,
            leitung,
            konto.kennwoerter.hash(konto.PASSWORD if not leitung else secrets.token_hex()),
        )
        for kennung, name, leitung, _ in konto.ERSTE
    )
    return konto.create_app()


@plants("session-replay-after-password-change")
def change_keeps_sessions():
    """The change of a password leaves the other sessions alone."""

    def setze(self, nummer, neu):
        konto.datenbank().execute(
            "UPDATE mitarbeiter SET kennwort = ? WHERE id = ?", (konto.kennwoerter.hash(neu), nummer)
        )
        return redirect(url_for("konto"))

    konto.Kennwort.setze = setze
    return konto.create_app()


@plants("privilege-escalation")
def office_for_everybody():
    """Who is signed in opens the office's pages, to which only the office is led."""
    for view in (konto.Verwaltung, konto.Sperre):
        view.decorators = (konto.nur_angemeldet,)
    return konto.create_app()
