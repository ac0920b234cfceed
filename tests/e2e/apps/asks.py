"""The private page asks questions, prints, opens windows, and does not want to be left."""

from _notes import notes

app = notes("""<script>
alert("Welcome"); confirm("Sure?"); prompt("Name?"); print(); open("/notes?again");
addEventListener("beforeunload", event => event.preventDefault());
</script>""")
