"""What can be told of a take before it is processed, from the track's analysis and the plan."""

from __future__ import annotations

from masterdesk.engine.dsp.loudness import integrated_lufs
from masterdesk.engine.pipelines.takes.references import Aims
from masterdesk.engine.plan import planned_power_per_hop
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.plan import Plan


def limited_from_dbtp(analysis: Analysis, aims: Aims) -> float:
    """The true peak, as it comes to the limiter, from which on that will act: right to about a decibel."""
    ceiling_dbtp = aims.settings.ceiling_dbtp
    if aims.wanted_peak_dbtp is not None:
        ceiling_dbtp = min(ceiling_dbtp, aims.wanted_peak_dbtp)
    return ceiling_dbtp - _drive_db(analysis, aims)


def _drive_db(analysis: Analysis, aims: Aims) -> float:
    original, planned = (
        integrated_lufs(planned_power_per_hop(analysis.timeline, plan)) for plan in (Plan(), aims.plan)
    )
    target, before = aims.settings.loudness_lufs, analysis.loudness.integrated_lufs
    if target is None or before is None or original is None or planned is None:
        return 0.0
    return target - (before + planned - original)
