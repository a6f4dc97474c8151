"""From gains in dB over frequency to filters of a bounded length: those of the shaper, and in forecasts of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.grid import frames_at

FloatArray = npt.NDArray[np.float64]

#: Below this frequency boosts fade, an octave down they are gone: nothing to hear, only rumble to lift.
LOWEST_HZ = 18.0


def half_filter_frames(sample_rate: int) -> int:
    """Frames that a filter reaches to either side: 2048 at 44.1 and 48 kHz, enough to bend 30 Hz."""
    return frames_at(sample_rate, 4096) // 2


def filter_taper(half: int) -> FloatArray:
    """What fades a filter out over the `half` frames from its middle on, from 1 to nearly 0: half of a Hann window."""
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.arange(half) / half))


class FilterBins:
    """The frequencies, in Hz, of the bins over which filters are designed."""

    def __init__(self, bins_hz: npt.NDArray[np.floating]) -> None:
        self._octaves = np.log2(np.maximum(bins_hz, 1.0))
        self._lifted = np.clip(self._octaves - np.log2(LOWEST_HZ) + 1.0, 0.0, 1.0)

    @property
    def size(self) -> int:
        """Number of bins."""
        return int(self._octaves.size)

    def gain_db(self, gain_db: FloatArray, frequencies_hz: FloatArray) -> FloatArray:
        """Gains at the bins: straight over log frequency, held beyond the ends; no boost where there is only rumble."""
        over = np.interp(self._octaves, np.log2(frequencies_hz), gain_db)
        return np.asarray(np.minimum(over, over * self._lifted))
