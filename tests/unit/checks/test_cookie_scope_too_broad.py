"""How large a cookie is."""

from authproof.checks.cookie_scope_too_broad import size
from authproof.client import Cookie


def test_name_and_value_count_in_bytes():
    """As they travel, in latin-1."""
    assert size(Cookie("näme", "x" * 4092, "app.test")) == 4096
