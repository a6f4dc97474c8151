"""What is known of the loudness of the heard source, and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from masterdesk.engine.types.analysis import Analysis
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE
from masterdesk.window.models.slot import aimed_lufs

if TYPE_CHECKING:
    from masterdesk.engine.live import LoudnessSeries


@dataclass(frozen=True, eq=False)
class Curve:
    """Loudness over time; NaN where nothing is known."""

    times_s: npt.NDArray[np.float64]
    momentary_lufs: npt.NDArray[np.float64]
    short_term_lufs: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shown:
    """Curves and lines of the history; `None` where there is nothing.

    `heard` is of the source `key`, `whole` of the unmastered track behind a slot.
    """

    key: str
    heard: Curve | None = None
    whole: Curve | None = None
    integrated_lufs: float | None = None
    target_lufs: float | None = None


def shown(models: Models) -> Shown:
    """What to show now; nothing of a source whose name is hidden in a blind test."""
    state = models.desk.state
    track = models.track.analysis
    if track is None or models.blind.is_hiding:
        return Shown(ORIGINAL)
    slot = state.heard_slot
    if slot is not None:
        audio, series = models.slots[slot].audio, models.slots[slot].loudness
        heard = None if series is None else measured(series)
        integrated = None if audio is None else audio.loudness.integrated_lufs
        target = aimed_lufs(models.slots[slot], state.slots[slot])
        return Shown(state.heard, heard, analyzed(track), integrated, target)
    reference = models.reference.analysis
    if state.heard == REFERENCE and reference is not None:
        shift_s = state.window_start_s - (state.reference_start_s or 0.0)
        whole = analyzed(track)
        return Shown(REFERENCE, analyzed(reference, shift_s), whole, reference.loudness.integrated_lufs)
    return Shown(ORIGINAL, analyzed(track), None, track.loudness.integrated_lufs)


def analyzed(analysis: Analysis, shift_s: float = 0.0) -> Curve:
    """The loudness of a file as its analysis found it, `shift_s` later on the track."""
    timeline = analysis.timeline
    times_s = np.arange(1.0, len(timeline.momentary_lufs) + 1.0) * timeline.hop_s + shift_s
    return Curve(times_s, _finite(timeline.momentary_lufs), _finite(timeline.short_term_lufs))


def measured(series: LoudnessSeries) -> Curve:
    """The loudness of a slot over its window."""
    return Curve(series.times_s, _finite(series.momentary_lufs), _finite(series.short_term_lufs))


def _finite(lufs: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    return np.asarray(np.where(np.isfinite(lufs), lufs, np.nan), dtype=np.float64)
