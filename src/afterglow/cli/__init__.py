"""The command line: one module a command; each parses, calls the core, and prints."""

from afterglow.cli.app import main

__all__ = ["main"]
