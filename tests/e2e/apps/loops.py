"""The private page has a script without end."""

from _notes import notes

app = notes("<script>while (true) {}</script>")
