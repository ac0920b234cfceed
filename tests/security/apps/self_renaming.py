"""An administrator who may edit everybody, also the own name, and nobody else: there is no registration."""

from flask import Flask, redirect, request, session

app = Flask(__name__)
app.secret_key = "a long and private key of this specimen"
ME = {"name": "ada.lovelace", "motto": "Onward", "password": "violet harbour lamp 42"}


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST" and (request.form["user"], request.form["pw"]) == (
        ME["name"],
        ME["password"],
    ):
        session["in"] = True
        return redirect("/")
    return "<form method=post><input name=user><input type=password name=pw><button>Go</button></form>"


@app.route("/", methods=["GET", "POST"])
def edit():
    if "in" not in session:
        return redirect("/login")
    ME.update({key: request.form[key] for key in ("name", "motto") if key in request.form})
    fields = "".join(f'<input name={key} value="{ME[key]}">' for key in ("name", "motto"))
    return f"<form method=post>{fields}<button>Save</button></form>"
