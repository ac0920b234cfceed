"""Never finishes its import."""

import threading

while True:
    threading.Event().wait(3600)
