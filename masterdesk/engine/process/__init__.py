"""From a plan to sound: the stages that shape tone, width and dynamics, before the limiter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from masterdesk.engine.dsp.processor import Block, Processor
from masterdesk.engine.process.dynamics import DynamicsStage, dynamics_preroll_frames
from masterdesk.engine.process.shaper import Shaper, ShaperStage, shaper_preroll_frames
from masterdesk.engine.process.windows import WindowSpectra, window_spectra
from masterdesk.engine.types.plan import Plan, WidthPlan

__all__ = [
    "WindowSpectra",
    "build_processors",
    "preroll_frames",
    "process_spectra",
    "starts_with_spectra",
    "window_spectra",
]


def build_processors(plan: Plan, sample_rate: int, channels: int, start_frame: int = 0) -> list[Processor]:
    """The stages a plan asks for, in order; an empty list changes nothing, to the bit.

    `start_frame` is the frame of the track at which the audio handed in begins: a
    multiple of `GRID_FRAMES`. What comes out is that of a run from the
    track's first frame once `preroll_frames` have passed.
    """
    stages: list[Processor] = []
    if starts_with_spectra(plan, channels):
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


def starts_with_spectra(plan: Plan, channels: int) -> bool:
    """Whether a plan's first stage works on `window_spectra`, which other plans for the same track can share."""
    return plan.tone is not None or _width(plan, channels) is not None


def process_spectra(
    plan: Plan, spectra: Iterable[WindowSpectra], sample_rate: int, channels: int
) -> tuple[Iterator[Block], list[Processor]]:
    """The first stage's output for a track given as its `window_spectra`, and the stages that follow."""
    shaper = Shaper(plan.tone, _width(plan, channels), sample_rate, channels)
    later = build_processors(replace(plan, tone=None, width=None), sample_rate, channels)
    return map(shaper.shape, spectra), later


def _width(plan: Plan, channels: int) -> WidthPlan | None:
    return plan.width if channels == 2 else None
