"""`python -m authproof`: the same door as the console script."""

from authproof.cli import main

main()
