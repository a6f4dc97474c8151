"""From a plan to sound: the stages that shape tone, width and dynamics, before the limiter."""

from __future__ import annotations

from masterdesk.engine.dsp.processor import Processor
from masterdesk.engine.process.dynamics import DynamicsStage, dynamics_preroll_frames
from masterdesk.engine.process.shaper import ShaperStage, shaper_preroll_frames
from masterdesk.engine.types.plan import Plan, WidthPlan

__all__ = ["build_processors", "preroll_frames"]


def build_processors(plan: Plan, sample_rate: int, channels: int, start_frame: int = 0) -> list[Processor]:
    """The stages a plan asks for, in order; an empty list changes nothing, to the bit.

    `start_frame` is the frame of the track at which the audio handed in begins: a
    multiple of `GRID_FRAMES`. What comes out is that of a run from the
    track's first frame once `preroll_frames` have passed.
    """
    stages: list[Processor] = []
    if plan.tone is not None or _width(plan, channels) is not None:
        stages.append(ShaperStage(plan.tone, _width(plan, channels), sample_rate, channels, start_frame))
    if plan.dynamics is not None:
        stages.append(DynamicsStage(plan.dynamics, sample_rate, channels))
    return stages


def preroll_frames(plan: Plan, sample_rate: int) -> int:
    """Frames after a start in mid-track until the stages' output is that of the full run."""
    frames = 0
    if plan.tone is not None or plan.width is not None:
        frames += shaper_preroll_frames(sample_rate)
    if plan.dynamics is not None:
        frames += dynamics_preroll_frames(plan.dynamics, sample_rate)
    return frames


def _width(plan: Plan, channels: int) -> WidthPlan | None:
    return plan.width if channels == 2 else None
