"""`masterdesk convert`: container, codec, rate and depth, and nothing else."""

from __future__ import annotations

import argparse
from typing import Any

from masterdesk.cli.options import add_command, add_delivery, add_json, delivery_request
from masterdesk.cli.progress_line import progress_line
from masterdesk.cli.tables import print_json, remark_lines
from masterdesk.engine.errors import shown_path
from masterdesk.engine.pipelines.convert import convert
from masterdesk.engine.pipelines.report import convert_to_json
from masterdesk.engine.types.request import ConvertRequest


def add_parser(commands: Any) -> None:
    """Add this command to the parser."""
    parser = add_command(commands, "convert", "write a file in another form", __doc__)
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("-o", "--output", metavar="OUT", required=True)
    add_delivery(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Convert the file and say what was written."""
    with progress_line() as progress:
        report = convert(ConvertRequest(options.file, options.output, delivery_request(options)), progress)
    if options.json:
        print_json(convert_to_json(report))
        return
    for line in remark_lines(report.warnings):
        print(line)
    print(f"{shown_path(report.result.file)} written and verified in {report.seconds['total']:.1f} s")
