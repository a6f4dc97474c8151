"""The whole journey of one track: file in, measured and verified master out."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from masterdesk.engine.encode import check_destination, resolve_delivery
from masterdesk.engine.match import MatchReport, match_report
from masterdesk.engine.pipelines.deliver import Delivered, deliver
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.stopwatch import Stopwatch
from masterdesk.engine.pipelines.takes.references import check_save_match, write_match
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.pipelines.takes.takes import KeptTakes, MeasuredTrack, Takes
from masterdesk.engine.pipelines.targets import Targets, targets
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.request import MasterRequest

#: How much of all the work the analysis is, and of the rest processing, about.
ANALYSIS_SHARE, PROCESS_SHARE = 0.25, 7 / 15


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
def master(
    request: MasterRequest, progress: Progress | None = None, second: SecondProcess | None = None
) -> MasterReport:
    """Master one track into one file; with a `second` process sooner, and the same bits.

    Raises `InputError`, `OutputError`, `SettingsError` or `Cancelled`; the
    destination is then as it was before, and the source is never touched.
    """
    return _mastered(request, Takes(request, second), progress or Progress(), second)


@one_blas_thread
def master_of_several(request: MasterRequest, takes_folder: Path, progress: Progress) -> MasterReport:
    """`master` for one of several files of a track under the same settings: the same bits, in less time.

    What one finds out is kept for the others in `takes_folder` (see `make_shared_folder`); they come one after the
    other.
    """
    return _mastered(request, KeptTakes(request, takes_folder), progress)


def _mastered(
    request: MasterRequest, takes: Takes, progress: Progress, second: SecondProcess | None = None
) -> MasterReport:
    watch = Stopwatch()
    _check(request)
    analyzed = 0.0 if takes.has_track() else ANALYSIS_SHARE
    with watch.time("analyze"):
        source = takes.track(progress.part("Analyzing", 0.0, analyzed))
    with source.track:
        delivery = resolve_delivery(request.delivery, request.output, source.track.source.format)
        rate = delivery.sample_rate
        ready = analyzed if takes.has_take(rate) else analyzed + PROCESS_SHARE * (1.0 - analyzed)
        with watch.time("process"):
            take = takes.take(source, rate, progress.part("Processing", analyzed, ready))
        with take:
            delivered = deliver(take, request, delivery, progress.part("Rendering", ready, 1.0), watch, second)
            report = _report(request, source, take, delivered, watch)
        if source.match is not None and request.save_match is not None:
            write_match(source.match, request.save_match, request.delivery.overwrite)
        return report


def _check(request: MasterRequest) -> None:
    check_destination(request.output, request.delivery.overwrite, [request.track])
    check_save_match(request.settings, request.save_match)
    if request.save_match is not None:
        check_destination(request.save_match, request.delivery.overwrite, [request.track])


def _report(
    request: MasterRequest, source: MeasuredTrack, take: Take, delivered: Delivered, watch: Stopwatch
) -> MasterReport:
    analysis, match = source.track.analysis, source.match
    reached = targets(take.settings, take.drive, delivered.analysis.loudness)
    result = replace(delivered.analysis, file=os.fspath(request.output))
    warnings = (*source.warnings, *reached.warnings, *delivered.warnings)
    moved = None if match is None else match_report(analysis, match, take.plan, take.loudness().range_lu)
    return MasterReport(request, analysis, result, reached, warnings, watch.seconds(), moved)
