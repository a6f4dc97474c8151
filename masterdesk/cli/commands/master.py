"""`masterdesk master`: one master of one track, measured after it was written."""

from __future__ import annotations

import argparse
from typing import Any

from masterdesk.cli.options import (
    add_command,
    add_delivery,
    add_json,
    add_match,
    add_settings,
    delivery_request,
    settings_and_seed,
)
from masterdesk.cli.progress_line import progress_line
from masterdesk.cli.tables import loudness_rows, print_json, print_rows, remark_lines
from masterdesk.engine.errors import shown_path
from masterdesk.engine.pipelines.master import MasterReport, master
from masterdesk.engine.pipelines.report import master_to_json
from masterdesk.engine.types.request import DEFAULT_DITHER_SEED, MasterRequest


def add_parser(commands: Any) -> None:
    """Add this command to the parser."""
    parser = add_command(commands, "master", "master a track", __doc__)
    parser.add_argument("track", metavar="TRACK")
    parser.add_argument("-o", "--output", metavar="OUT", required=True)
    add_settings(parser)
    add_match(parser)
    add_delivery(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Master the track and print the measured result."""
    settings, seed = settings_and_seed(options, DEFAULT_DITHER_SEED)
    delivery = delivery_request(options)
    request = MasterRequest(options.track, options.output, settings, delivery, seed, options.save_match)
    with progress_line() as progress:
        report = master(request, progress, options.second)
    if options.json:
        print_json(master_to_json(report))
    else:
        _print(report)


def _print(report: MasterReport) -> None:
    before, after = loudness_rows(report.input), loudness_rows(report.result)
    header = ("", "Track", "Master")
    print_rows([header, *((name, old, new) for (name, old), (_, new) in zip(before, after, strict=True))])
    if report.match is not None:
        print(f"Matched: {', '.join(report.match.lines)}")
    for line in remark_lines(report.warnings):
        print(line)
    print(f"{shown_path(report.result.file)} written and verified in {report.seconds['total']:.1f} s")
