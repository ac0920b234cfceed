"""The private page is left for a file at once."""

from _notes import notes

app = notes("<script>location = '/file/1'</script>")


@app.get("/file/<number>")
def file(number):
    return "", 200, {"Content-Type": "application/zip", "Content-Disposition": "attachment"}
