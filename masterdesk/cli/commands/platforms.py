"""`masterdesk platforms`: loudness and ceiling that platforms ask for, with source and date."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from masterdesk.cli.options import add_command, add_json
from masterdesk.cli.tables import figure, print_json, print_rows
from masterdesk.engine.resources import platforms


def add_parser(commands: Any) -> None:
    """Add this command to the parser."""
    parser = add_command(commands, "platforms", "list streaming and broadcast targets", __doc__)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the platforms."""
    if options.json:
        print_json({"platforms": [asdict(platform) for platform in platforms()]})
        return
    header = ("Name", "Loudness", "True peak", "Date", "Source")
    rows = [
        (
            platform.name,
            figure(platform.integrated_lufs, "LUFS"),
            figure(platform.true_peak_dbtp, "dBTP"),
            platform.date,
            platform.source,
        )
        for platform in platforms()
    ]
    print_rows([header, *rows])
