"""A script keeps the profile in a database of the browser, for the next visit: logout leaves it there."""

import json

from _planting import reference
from _scripts import with_script
from flask import Flask
from flask_login import current_user

NEEDS = "browser"
CATCHES = ("browser-storage-secrets",)

SAVE = """
const opening = indexedDB.open("profile", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("people");
opening.onsuccess = () => {
    opening.result.transaction("people", "readwrite").objectStore("people").put(%s, "me");
    opening.result.close();
};
"""


def create_app() -> Flask:
    """Plant it: the name and the address of whoever is signed in."""

    def save() -> str:
        if not current_user.is_authenticated:
            return ""
        return SAVE % json.dumps({"name": current_user.username, "email": current_user.email})

    return with_script(reference(), save)
