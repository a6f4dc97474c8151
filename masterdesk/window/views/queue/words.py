"""What the queue says about a job."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.views.texts import figure, percent

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.master import MasterReport
    from masterdesk.engine.pipelines.targets import Targets

_STATES = {
    JobStatus.WAITING: "Waiting",
    JobStatus.DONE: "Done",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Cancelled: nothing was written",
}


def seconds_left_text(job: RenderJob) -> str:
    """`3 s left`, `2 min left`; empty while it is too early to tell."""
    seconds = job.seconds_left
    if seconds is None:
        return ""
    return f"{math.ceil(seconds)} s left" if seconds < 90 else f"{round(seconds / 60)} min left"


def state_text(job: RenderJob) -> str:
    """Where a job stands, in a line."""
    if job.status is JobStatus.RUNNING:
        parts = (job.stage or "Starting", percent(job.fraction), seconds_left_text(job))
        return " · ".join(part for part in parts if part)
    if job.status is JobStatus.DONE and job.report is not None:
        return f"Done in {sum(job.report.seconds.values()):.1f} s"
    return job.problem if job.status is JobStatus.FAILED else _STATES[job.status]


def result_text(report: MasterReport) -> str:
    """What the written file measures."""
    loudness = report.result.loudness
    lufs, peak = figure(loudness.integrated_lufs), figure(loudness.true_peak_dbtp)
    return f"{lufs} LUFS · {peak} dBTP · LRA {figure(loudness.range_lu)} LU"


def targets_text(report: MasterReport) -> str:
    """Whether the targets were met, and what they were."""
    asked = _asked(report.targets)
    return f"targets met ({asked})" if is_met(report) else f"target missed ({asked})"


def is_met(report: MasterReport) -> bool:
    """Whether loudness and true peak are as they were asked for."""
    return report.targets.integrated_lufs.met and report.targets.true_peak_dbtp.met


def _asked(targets: Targets) -> str:
    """With a match the loudness that was aimed at is not that of the settings."""
    lufs, peak = targets.integrated_lufs.asked, f"{figure(targets.true_peak_dbtp.asked)} dBTP"
    return peak if lufs is None else f"{figure(lufs)} LUFS, {peak}"
