"""The whole journey of one track: file in, measured and verified master out."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from masterdesk.engine.encode import check_destination, resolve_delivery
from masterdesk.engine.pipelines.blas import one_blas_thread
from masterdesk.engine.pipelines.deliver import Delivered, deliver
from masterdesk.engine.pipelines.stopwatch import Stopwatch
from masterdesk.engine.pipelines.take import Take
from masterdesk.engine.pipelines.targets import Targets, targets
from masterdesk.engine.pipelines.track import Track, load_track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.request import MasterRequest


@dataclass(frozen=True, eq=False)
class MasterReport:
    """What went in, what came out as measured on the written file, and whether the targets were met."""

    request: MasterRequest
    input: Analysis
    result: Analysis
    targets: Targets
    warnings: tuple[Warning, ...]
    seconds: dict[str, float]


@one_blas_thread
def master(request: MasterRequest, progress: Progress | None = None) -> MasterReport:
    """Master one track into one file.

    Raises `InputError`, `OutputError`, `SettingsError` or `Cancelled`; the
    destination is then as it was before, and the source is never touched.
    """
    progress, watch = progress or Progress(), Stopwatch()
    check_destination(request.output, request.delivery.overwrite, [request.track])
    with watch.time("analyze"):
        track = load_track(request.track, request.settings.selection, progress.part("Analyzing", 0.0, 0.25))
    with track:
        delivery = resolve_delivery(request.delivery, request.output, track.source.format)
        with Take(track, request.settings, delivery.sample_rate) as take:
            with watch.time("process"):
                take.process(progress.part("Processing", 0.25, 0.6))
            delivered = deliver(take, request, delivery, progress.part("Rendering", 0.6, 1.0), watch)
        return _report(request, track, take, delivered, watch)


def _report(request: MasterRequest, track: Track, take: Take, delivered: Delivered, watch: Stopwatch) -> MasterReport:
    reached = targets(take.settings, take.drive, delivered.analysis.loudness)
    result = replace(delivered.analysis, file=os.fspath(request.output))
    warnings = (*track.source.report.warnings, *reached.warnings, *delivered.warnings)
    return MasterReport(request, track.analysis, result, reached, warnings, watch.seconds())
