"""`masterdesk analyze`: format, loudness, 16-band EQ levels, stereo image, findings."""

from __future__ import annotations

import argparse
from typing import Any

from masterdesk.cli.options import add_command, add_json
from masterdesk.cli.progress_line import progress_line
from masterdesk.cli.tables import clock, figure, loudness_rows, print_json, print_rows, remark_lines
from masterdesk.engine.analyze import analysis_to_json
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.types.analysis import Analysis


def add_parser(commands: Any) -> None:
    """Add this command to the parser."""
    parser = add_command(commands, "analyze", "measure a file", __doc__)
    parser.add_argument("file", metavar="FILE")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Measure the file and print what was found."""
    with progress_line() as progress:
        analysis = analyze_file(options.file, progress)
    if options.json:
        print_json(analysis_to_json(analysis))
    else:
        _print(analysis)


def _print(analysis: Analysis) -> None:
    stereo = analysis.stereo
    print_rows(
        [
            ("Format", _format_text(analysis)),
            *loudness_rows(analysis),
            ("Correlation", figure(stereo.correlation, "", 2)),
            ("Width", figure(stereo.width, "", 2)),
            ("Balance", figure(stereo.balance_db, "dB")),
        ]
    )
    print()
    print_rows([(f"{band.frequency_hz:8.0f} Hz", figure(band.level_db, "dB")) for band in analysis.eq])
    if analysis.findings:
        print()
    for line in remark_lines(analysis.findings):
        print(line)


def _format_text(analysis: Analysis) -> str:
    shape = analysis.format
    depth = "" if shape.bit_depth is None else f" {shape.bit_depth}-bit"
    length = clock(shape.duration or 0.0)
    return f"{shape.container} {shape.codec}{depth}, {shape.sample_rate} Hz, {shape.channel_order}, {length}"
