"""An account with all that belongs to it, in Spanish, on raw sqlite3: change, reset, deletion and profile, done right.

Odd: sessions in a table and an opaque cookie; no tokens in forms, requests must say that they come from this
site; the reset link names the person beside the key; mail leaves by smtplib in a thread; one hint in many words.
The database: `CUENTA_DB` or `create_app(path)`, else `instance/cuenta.db`. `sembrada` is the same without registration.
"""

import hashlib
import os
import secrets
import smtplib
import sqlite3
import threading
import time
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, make_response, redirect, render_template_string, request

PAGINA = """<!doctype html><html lang="es"><meta charset="utf-8"><title>Taller</title>
<nav><a href="/">Inicio</a>{% if g.persona %} <a href="/cuenta">Mi cuenta</a> <a href="/cuenta/clave">Otra clave</a>
<a href="/cuenta/datos">Mis datos</a> <a href="/cuenta/baja">Darse de baja</a>
<form method="post" action="/salir"><button>Salir</button></form>
{% else %} <a href="/entrar">Entrar</a> <a href="/alta">Alta</a> <a href="/olvido">Clave olvidada</a>{% endif %}</nav>
<h1>{{ titulo }}</h1><p>{{ nota }}</p>
{% if campos %}<form method="post">{% for nombre, tipo, valor in campos %}
<p><label>{{ nombre }} <input name="{{ nombre }}" type="{{ tipo }}" value="{{ valor }}"></label></p>{% endfor %}
<button>Enviar</button></form>{% endif %}"""
TABLAS = """
CREATE TABLE IF NOT EXISTS persona (id INTEGER PRIMARY KEY AUTOINCREMENT, correo TEXT UNIQUE, clave TEXT, ciudad TEXT);
CREATE TABLE IF NOT EXISTS sesion (llave TEXT PRIMARY KEY, persona INTEGER, vista REAL);
CREATE TABLE IF NOT EXISTS vuelta (llave TEXT PRIMARY KEY, persona INTEGER, pedida REAL);
"""
INACTIVA_S, VUELTA_S, CORREOS_POR_HORA = 1800, 1800, 3
SEMBRADA = "vingt-trois pommes vertes"


def pagina(titulo, nota="", campos=(), estado=200):
    return render_template_string(PAGINA, titulo=titulo, nota=nota, campos=campos), estado


def sql(orden, *valores):
    with closing(sqlite3.connect(current_app.config["BASE"])) as base, base:
        return base.execute(orden, valores).fetchall()


def sellado(llave):
    return hashlib.sha256(llave.encode()).hexdigest()


def cifrada(clave, sal=None):
    sal = sal or secrets.token_hex(16)
    return f"{sal}${hashlib.scrypt(clave.encode(), salt=sal.encode(), n=2**14, r=8, p=5).hex()}"


def acierta(persona, clave):
    guardada = sql("SELECT clave FROM persona WHERE id = ?", persona)[0][0]
    return secrets.compare_digest(guardada, cifrada(clave, guardada.partition("$")[0]))


def antes():
    """Who asks? And do they ask from here?"""
    origen = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if request.method == "POST" and urlsplit(origen).netloc != request.host:
        abort(403)
    g.llave, g.persona = request.cookies.get("taller", ""), None
    for persona, vista in sql("SELECT persona, vista FROM sesion WHERE llave = ?", sellado(g.llave)):
        if time.time() - vista < INACTIVA_S:
            g.persona = persona
            sql("UPDATE sesion SET vista = ? WHERE llave = ?", time.time(), sellado(g.llave))
    if request.path.startswith("/cuenta") and g.persona is None:
        return redirect("/entrar")
    return None


def abierta(persona):
    llave = secrets.token_urlsafe(32)
    sql("INSERT INTO sesion VALUES (?, ?, ?)", sellado(llave), persona, time.time())
    respuesta = make_response(redirect("/cuenta"))
    respuesta.set_cookie("taller", llave, secure=True, httponly=True, samesite="Lax")
    return respuesta


def inicio():
    return pagina("Taller", "Aquí lee cualquiera.")


def alta():
    campos = (("correo", "email", ""), ("clave", "password", ""))
    if request.method == "GET" or len(request.form["clave"]) < 12:
        return pagina("Alta", "Doce signos al menos.", campos)
    try:
        sql(
            "INSERT INTO persona (correo, clave) VALUES (?, ?)",
            request.form["correo"],
            cifrada(request.form["clave"]),
        )
    except sqlite3.IntegrityError:
        return pagina("Alta", "No ha podido ser.", campos, 409)
    return redirect("/entrar")


def entrar():
    campos = (("correo", "email", ""), ("clave", "password", ""))
    if request.method == "GET":
        return pagina("Entrar", campos=campos)
    for (persona,) in sql("SELECT id FROM persona WHERE correo = ?", request.form["correo"]):
        if acierta(persona, request.form["clave"]):
            return abierta(persona)
    return pagina("Entrar", "No es correcto.", campos, 403)


def salir():
    sql("DELETE FROM sesion WHERE llave = ?", sellado(g.llave))
    return redirect("/")


def cuenta():
    correo, ciudad = sql("SELECT correo, ciudad FROM persona WHERE id = ?", g.persona)[0]
    return pagina("Mi cuenta", f"{correo}, {ciudad or '?'}")


def poner(persona, clave):
    sql("UPDATE persona SET clave = ? WHERE id = ?", cifrada(clave), persona)
    sql("DELETE FROM sesion WHERE persona = ?", persona)
    sql("DELETE FROM vuelta WHERE persona = ?", persona)


def otra_clave():
    if request.method == "POST" and acierta(g.persona, request.form.get("actual", "")):
        poner(g.persona, request.form["nueva"])
        return abierta(g.persona)
    return pagina("Otra clave", campos=(("actual", "password", ""), ("nueva", "password", "")))


def datos():
    correo, ciudad = sql("SELECT correo, ciudad FROM persona WHERE id = ?", g.persona)[0]
    if request.method == "POST" and acierta(g.persona, request.form.get("clave", "")):
        correo, ciudad = request.form["correo"], request.form["ciudad"]
        sql("UPDATE persona SET correo = ?, ciudad = ? WHERE id = ?", correo, ciudad, g.persona)
    campos = (("correo", "email", correo), ("ciudad", "text", ciudad or ""), ("clave", "password", ""))
    return pagina("Mis datos", campos=campos)


def baja():
    if request.method == "POST" and acierta(g.persona, request.form.get("clave", "")):
        sql("DELETE FROM sesion WHERE persona = ?", g.persona)
        sql("DELETE FROM persona WHERE id = ?", g.persona)
        return redirect("/")
    return pagina("Darse de baja", campos=(("clave", "password", ""),))


def enviar(correo, enlace):
    carta = EmailMessage()
    carta["To"], carta["From"], carta["Subject"] = correo, "taller@example.com", "Otra clave"
    carta.set_content(f"Inicio: https://taller.example.com/\n\nPara otra clave: {enlace}\n")
    carta.add_alternative(f'<a href="{enlace.replace("&", "&amp;")}">Otra clave</a>', subtype="html")
    with smtplib.SMTP("localhost") as servidor:
        servidor.send_message(carta)


def olvido():
    if request.method == "GET":
        return pagina("Clave olvidada", campos=(("correo", "email", ""),))
    for persona, correo in sql("SELECT id, correo FROM persona WHERE correo = ?", request.form["correo"]):
        pedidas = current_app.config["PEDIDAS"].setdefault(persona, [])
        pedidas[:] = [una for una in pedidas if time.time() - una < 3600]
        if len(pedidas) < CORREOS_POR_HORA:
            pedidas.append(time.time())
            llave = secrets.token_urlsafe(32)
            sql("DELETE FROM vuelta WHERE persona = ?", persona)
            sql("INSERT INTO vuelta VALUES (?, ?, ?)", sellado(llave), persona, time.time())
            enlace = f"https://taller.example.com/vuelta?quien={persona}&llave={llave}"
            threading.Thread(target=enviar, args=(correo, enlace)).start()
    return pagina("Clave olvidada", "Si esa cuenta existe, va una carta de camino.")


def vuelta():
    filas = sql(
        "SELECT persona FROM vuelta WHERE llave = ? AND persona = ? AND pedida > ?",
        sellado(request.args.get("llave", "")), request.args.get("quien", ""), time.time() - VUELTA_S,
    )  # fmt: skip
    if not filas:
        return pagina("Clave olvidada", "Ese enlace ya no vale.", estado=410)
    if request.method == "GET":
        return pagina("Otra clave", campos=(("nueva", "password", ""),))
    poner(filas[0][0], request.form["nueva"])
    return redirect("/entrar")


VISTAS = {
    "/": inicio, "/entrar": entrar, "/salir": salir, "/cuenta": cuenta, "/cuenta/clave": otra_clave,
    "/cuenta/datos": datos, "/cuenta/baja": baja, "/olvido": olvido, "/vuelta": vuelta,
}  # fmt: skip


def create_app(path=None, altas=True):
    app = Flask(__name__)
    app.config["BASE"] = path or os.environ.get("CUENTA_DB") or f"{app.instance_path}/cuenta.db"
    app.config["PEDIDAS"] = {}
    Path(app.config["BASE"]).parent.mkdir(parents=True, exist_ok=True)
    app.before_request(antes)
    for camino, vista in (VISTAS | ({"/alta": alta} if altas else {})).items():
        app.add_url_rule(camino, view_func=vista, methods=["POST"] if vista is salir else ["GET", "POST"])
    with closing(sqlite3.connect(app.config["BASE"])) as base:
        base.executescript(TABLAS)
    return app


def sembrada(path=None):
    """The same without registration: one person is there already, erika@example.com."""
    app = create_app(path or os.environ.get("CUENTA_DB") or "instance/sembrada.db", altas=False)
    with app.app_context():
        sql(
            "INSERT OR IGNORE INTO persona (correo, clave) VALUES (?, ?)",
            "erika@example.com",
            cifrada(SEMBRADA),
        )
    return app
