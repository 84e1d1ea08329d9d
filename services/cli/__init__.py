"""``wagglebot``: everything the program can do, from the command line."""

from services.cli.app import app, main

__all__ = ["app", "main"]
