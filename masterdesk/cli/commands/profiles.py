"""`masterdesk profiles`: the 14 profiles a to n."""

from __future__ import annotations

import argparse
from typing import Any

from masterdesk.cli.options import add_command, add_json
from masterdesk.cli.tables import print_json, print_rows
from masterdesk.engine.resources import profiles


def add_parser(commands: Any) -> None:
    """Add this command to the parser."""
    parser = add_command(commands, "profiles", "list the profiles", __doc__)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the profiles."""
    if options.json:
        keys = ("letter", "name", "genre", "promise", "description")
        print_json({"profiles": [{key: getattr(profile, key) for key in keys} for profile in profiles()]})
    else:
        print_rows([(profile.letter, profile.name, profile.genre, profile.promise) for profile in profiles()])
