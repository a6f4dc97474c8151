"""What limiter and equalizer do over a window, as curves to be drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.types.plan import TonePlan

FloatArray = npt.NDArray[np.floating]

#: Seconds between two values of the equalizer's gain.
EQ_HOP_S = 0.1


def reduction_within(gains: FloatArray, hop_frames: int, first: int, window: Window) -> FloatArray:
    """Of gains that begin at frame `first` of the track, a value per hop of the window; 0 where there is none."""
    hops = -(-window.frames // hop_frames) if gains.size else 1
    at = (window.start_frame - first + np.arange(hops) * hop_frames + hop_frames // 2) // hop_frames
    known = (at >= 0) & (at < gains.size)
    within = np.zeros(hops, dtype=np.float32)
    within[known] = gains[at[known]]
    return within


def eq_hop_frames(sample_rate: int) -> int:
    """Frames between two values of the equalizer's gain."""
    return max(round(EQ_HOP_S * sample_rate), 1)


def eq_within(tone: TonePlan | None, window: Window, sample_rate: int) -> tuple[FloatArray, FloatArray]:
    """Frequencies, and the equalizer's gain in dB over the window, (bands, points)."""
    hop = eq_hop_frames(sample_rate)
    middles_s = (window.start_frame + (np.arange(-(-window.frames // hop)) + 0.5) * hop) / sample_rate
    if tone is None:
        return np.zeros(0), np.zeros((0, middles_s.size))
    points_s = (np.arange(tone.gain_db.shape[1]) + 0.5) * tone.hop_s
    return tone.frequencies_hz, np.stack([np.interp(middles_s, points_s, row) for row in tone.gain_db])
