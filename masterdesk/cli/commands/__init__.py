"""The commands, in the order in which help lists them."""

from masterdesk.cli.commands import analyze, convert, master, platforms, preview, profiles

COMMANDS = (analyze, master, preview, convert, profiles, platforms)
