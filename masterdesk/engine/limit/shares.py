"""How the gain curves are mixed over a track, from what their audition found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from masterdesk.engine.limit.audition import window_frames
from masterdesk.engine.limit.grid import cell_frames, frames_from_cells

Float32Array = npt.NDArray[np.float32]

#: Noise to mask of the fast curve, in dB, from which the slow one begins to take over, and from which it has.
#: Music lies between -15 and +2, a lone bass tone at +15.
SLOW_FROM_DB, SLOW_BY_DB = -8.0, 6.0

#: Share of bass from which the middle curve replaces the fast one, and from which it has.
BASS_FROM, BASS_BY = 0.8, 0.97

#: Where all is bass, its mere modulation moves what the ear hears above it: slow is kept to real tones, by so many dB.
BASS_SHIFT_FROM_DB, BASS_SHIFT_BY_DB = 8.0, 4.0

#: Shares are held, then smoothed, over this many seconds to either side.
STEADY_SECONDS = 0.08


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares (0 .. 1) of the middle and slow curves, a value per window of the audition."""

    sample_rate: int
    middle: Float32Array
    slow: Float32Array

    def between(self, first: int, last: int) -> tuple[Float32Array, Float32Array]:
        """Shares of the peak cells `first` to `last`."""
        return self._cells(self.middle, first, last), self._cells(self.slow, first, last)

    def _cells(self, values: Float32Array, first: int, last: int) -> Float32Array:
        size = window_frames(self.sample_rate) // cell_frames(self.sample_rate)
        start = first // size - 1
        windows = np.clip(np.arange(start, -(-last // size) + 1), 0, values.size - 1)
        return frames_from_cells(values[windows], size)[first - start * size : last - start * size]


def shares(sample_rate: int, noise_db: Float32Array, bass: Float32Array) -> Shares:
    """Mixture for a noise-to-mask ratio and a share of bass per window."""
    boom = np.clip((bass - BASS_FROM) / (BASS_BY - BASS_FROM), 0.0, 1.0)
    begin = SLOW_FROM_DB + BASS_SHIFT_FROM_DB * boom
    end = SLOW_BY_DB + BASS_SHIFT_BY_DB * boom
    slow = _steady(np.clip((noise_db - begin) / (end - begin), 0.0, 1.0), sample_rate)
    middle = _steady(boom, sample_rate)
    return Shares(sample_rate, slow + middle * (1.0 - slow), slow)


def _steady(values: Float32Array, sample_rate: int) -> Float32Array:
    size = 2 * max(1, round(STEADY_SECONDS * sample_rate / window_frames(sample_rate))) + 1
    smooth: Float32Array = uniform_filter1d(maximum_filter1d(values.astype(np.float32), size), size)
    return np.clip(smooth, 0.0, 1.0)
