"""The whole journey of one track: file in, measured and verified master out."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from masterdesk.engine.encode import check_destination, resolve_delivery
from masterdesk.engine.match import MatchReport, match_report
from masterdesk.engine.pipelines.blas import one_blas_thread
from masterdesk.engine.pipelines.deliver import Delivered, deliver
from masterdesk.engine.pipelines.references import ReferenceShelf, check_save_match, side_by_side, write_match
from masterdesk.engine.pipelines.stopwatch import Stopwatch
from masterdesk.engine.pipelines.take import Take
from masterdesk.engine.pipelines.targets import Targets, targets
from masterdesk.engine.pipelines.track import Track, analyze_file, load_track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.request import MasterRequest


@dataclass(frozen=True, eq=False)
class MasterReport:
    """What went in, what came out as measured on the written file, and whether the targets were met.

    `match` tells what was moved towards the references, if there are any.
    """

    request: MasterRequest
    input: Analysis
    result: Analysis
    targets: Targets
    warnings: tuple[Warning, ...]
    seconds: dict[str, float]
    match: MatchReport | None = None


@one_blas_thread
def master(request: MasterRequest, progress: Progress | None = None) -> MasterReport:
    """Master one track into one file.

    Raises `InputError`, `OutputError`, `SettingsError` or `Cancelled`; the
    destination is then as it was before, and the source is never touched.
    """
    progress, watch = progress or Progress(), Stopwatch()
    _check(request)
    with watch.time("analyze"):
        track, match = _loaded(request, progress.part("Analyzing", 0.0, 0.25))
    with track:
        delivery = resolve_delivery(request.delivery, request.output, track.source.format)
        with Take(track, request.settings, delivery.sample_rate, match=match) as take:
            with watch.time("process"):
                take.process(progress.part("Processing", 0.25, 0.6))
            delivered = deliver(take, request, delivery, progress.part("Rendering", 0.6, 1.0), watch)
        if match is not None and request.save_match is not None:
            write_match(match, request.save_match, request.delivery.overwrite)
        return _report(request, track, take, delivered, watch, match)


def _check(request: MasterRequest) -> None:
    check_destination(request.output, request.delivery.overwrite, [request.track])
    check_save_match(request.settings, request.save_match)
    if request.save_match is not None:
        check_destination(request.save_match, request.delivery.overwrite, [request.track])


def _loaded(request: MasterRequest, progress: Progress) -> tuple[Track, Match | None]:
    """The track and its references, measured side by side."""
    settings = request.settings
    shelf = ReferenceShelf(analyze_file)
    return side_by_side(
        lambda: load_track(request.track, settings.selection, progress),
        lambda: shelf.match(settings, progress),
        progress,
    )


def _report(
    request: MasterRequest, track: Track, take: Take, delivered: Delivered, watch: Stopwatch, match: Match | None
) -> MasterReport:
    reached = targets(take.settings, take.drive, delivered.analysis.loudness)
    result = replace(delivered.analysis, file=os.fspath(request.output))
    warnings = (*track.source.report.warnings, *reached.warnings, *delivered.warnings)
    moved = None if match is None else match_report(track.analysis, match, take.plan)
    return MasterReport(request, track.analysis, result, reached, warnings, watch.seconds(), moved)
