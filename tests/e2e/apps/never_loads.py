"""The private page has a picture that never comes."""

import threading

from _notes import notes

app = notes("<img src=/picture/1>")


@app.get("/picture/<number>")
def picture(number):
    threading.Event().wait()
