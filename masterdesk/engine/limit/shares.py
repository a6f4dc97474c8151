"""How the gain curves are mixed, from what their audition found."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from masterdesk.engine.limit.audition import INAUDIBLE_DB

FloatArray = npt.NDArray[np.floating]
Float32Array = npt.NDArray[np.float32]

#: Noise to mask of the fast curve, in dB, from which the slow one begins to take over, and from which it has.
#: Dense music lies around -10, sustained voices and strings around -3, lone tones at 10 to 20.
SLOW_FROM_DB, SLOW_BY_DB = -8.0, 7.0

#: Share of bass from which the middle curve replaces the fast one, and from which it has.
BASS_FROM, BASS_BY = 0.8, 0.97

#: Where nearly all is bass, slow gain would move with it all that is heard above it, and cost the most
#: loudness: there slow is kept for real tones, by raising the two levels above by so many dB.
BASS_SHIFT_FROM_DB, BASS_SHIFT_BY_DB = 12.0, 2.0

#: What the slow curve gets is held for this many windows to either side, then smoothed over as many as the second.
HOLD_WINDOWS, SMOOTH_WINDOWS = 1, 2


class Shares(NamedTuple):
    """Shares (0 .. 1) of the middle and slow curves, a value per window of the audition."""

    middle: Float32Array
    slow: Float32Array


def shares(noise_db: FloatArray, bass: FloatArray) -> Shares:
    """Mixture for a noise-to-mask ratio and a share of bass per window.

    Windows in which the trial had nothing to limit take after their neighbors.
    """
    tried = np.nonzero(noise_db > INAUDIBLE_DB)[0]
    if tried.size:
        windows = np.arange(noise_db.size)
        noise_db, bass = np.interp(windows, tried, noise_db[tried]), np.interp(windows, tried, bass[tried])
    boom = np.clip((bass - BASS_FROM) / (BASS_BY - BASS_FROM), 0.0, 1.0)
    begin = SLOW_FROM_DB + BASS_SHIFT_FROM_DB * boom
    end = SLOW_BY_DB + BASS_SHIFT_BY_DB * boom
    slow = _steady(np.clip((noise_db - begin) / (end - begin), 0.0, 1.0))
    middle = _steady(boom)
    return Shares(slow + middle * (1.0 - slow), slow)


def _steady(values: FloatArray) -> Float32Array:
    held = maximum_filter1d(values.astype(np.float32), 2 * HOLD_WINDOWS + 1)
    steady: Float32Array = np.clip(uniform_filter1d(held, 2 * SMOOTH_WINDOWS + 1), 0.0, 1.0)
    return steady
