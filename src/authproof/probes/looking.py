"""What a check says where it would have let a browser look, and none could."""

from authproof.findings import Finding, note
from authproof.visitor.scene import Unseen


def unseen(answer: Unseen, what: str) -> Finding:
    """The note that nobody looked in a browser, and why; the verdict is that of the rest."""
    return note(f"no browser has looked {what}: {answer.reason}")
