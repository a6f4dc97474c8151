"""What is known of the loudness of the heard source, and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.types.analysis import Analysis
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE
from masterdesk.window.views.history.trace import Curve, HeardTrace


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


def shown(models: Models, trace: HeardTrace) -> Shown:
    """What to show now; nothing of a source whose name is hidden in a blind test."""
    state = models.desk.state
    track = models.track.analysis
    if track is None or models.blind.is_hiding:
        return Shown(ORIGINAL)
    slot = state.heard_slot
    if slot is not None:
        audio = models.slots[slot].audio
        integrated = None if audio is None else audio.loudness.integrated_lufs
        target = state.slots[slot].loudness_lufs
        return Shown(state.heard, trace.curve(state.heard), analyzed(track), integrated, target)
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


def _finite(lufs: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    return np.asarray(np.where(np.isfinite(lufs), lufs, np.nan), dtype=np.float64)
