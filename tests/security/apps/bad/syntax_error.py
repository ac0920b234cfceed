"""Does not compile."""

return "a module returns nothing"  # noqa: F706 - Python refuses it, while formatters can still read the file
