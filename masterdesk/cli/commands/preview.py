"""`masterdesk preview`: the same seconds under up to five settings, each a slice of its master."""

from __future__ import annotations

import argparse
from typing import Any

from masterdesk.cli.options import (
    add_command,
    add_delivery,
    add_json,
    add_match,
    check_match_has_goal,
    delivery_request,
    given_match,
    settings_of,
)
from masterdesk.cli.progress_line import progress_line
from masterdesk.cli.tables import figure, print_json, print_rows
from masterdesk.engine.errors import SettingsError, shown_path
from masterdesk.engine.pipelines.preview import SlotPreview, preview
from masterdesk.engine.pipelines.report import preview_to_json
from masterdesk.engine.types.request import DEFAULT_PREVIEW_DURATION_S, PreviewRequest
from masterdesk.engine.types.settings import Settings, parse_slot


def add_parser(commands: Any) -> None:
    """Add this command to the parser."""
    parser = add_command(commands, "preview", "hear up to five masters of 30 seconds", __doc__)
    parser.add_argument("track", metavar="TRACK")
    parser.add_argument("-o", "--output", metavar="DIR", required=True)
    parser.add_argument("--slot", metavar="SETTINGS", action="append", default=[], help="as in profile=a,intensity=80")
    parser.add_argument("--start", type=float, metavar="SECONDS", help="default: 45, or what fits a shorter track")
    parser.add_argument("--duration", type=float, metavar="SECONDS", default=DEFAULT_PREVIEW_DURATION_S)
    add_match(parser)
    add_delivery(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Render the previews and print their readings."""
    _check_range(options)
    request = PreviewRequest(
        options.track,
        options.output,
        _slots(options),
        options.start,
        options.duration,
        delivery_request(options),
        options.save_match,
    )
    with progress_line() as progress:
        report = preview(request, progress, options.second)
    if options.json:
        print_json(preview_to_json(report))
    else:
        print_rows([("", "Profile", "Integrated", "True peak", "LRA", "File"), *map(_row, report.slots)])
        for number, slot in enumerate(report.slots, 1):
            if slot.match is not None:
                print(f"{number} matched: {', '.join(slot.match.lines)}")


def _slots(options: argparse.Namespace) -> tuple[Settings, ...]:
    """The slots, each with the match of the options unless it has its own; without a slot, the match alone."""
    common = given_match(options)
    texts = options.slot or ([""] if common else [])
    given = [parse_slot(text) if text else {} for text in texts]
    slots = tuple(settings_of({**_without_own(common, slot), **slot}) for slot in given)
    check_match_has_goal(options, *slots)
    return slots


def _without_own(common: dict[str, Any], slot: dict[str, Any]) -> dict[str, Any]:
    if "reference" in slot or "use_match" in slot:
        return {key: value for key, value in common.items() if key == "match"}
    return common


def _row(slot: SlotPreview) -> tuple[str, ...]:
    loudness = slot.result.loudness
    return (
        "",
        slot.settings.profile or "none",
        figure(loudness.integrated_lufs, "LUFS"),
        figure(loudness.true_peak_dbtp, "dBTP"),
        figure(loudness.range_lu, "LU"),
        shown_path(slot.file),
    )


def _check_range(options: argparse.Namespace) -> None:
    # Written so that NaN fails both.
    if options.start is not None and not 0.0 <= options.start < float("inf"):
        raise SettingsError(f"--start {options.start} is not possible", "use seconds from 0")
    if not 0.0 < options.duration < float("inf"):
        raise SettingsError(f"--duration {options.duration} is not possible", "use seconds above 0")
