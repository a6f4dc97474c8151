"""What the shaper makes of gains given per third octave: its filters turn over the width of their own window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.bands import band_shares, third_octave_edges

FloatArray = npt.NDArray[np.float64]

#: Half the length of the shaper's filters, in seconds (2048 frames at 44.1 kHz).
HALF_S = 2048 / 44100.0
#: Bins of the model: half the rate is 22 kHz.
SIZE, RATE_HZ = 8192, 44100.0
#: Below this frequency boosts fade (see the shaper).
LOWEST_HZ = 18.0


class FilterModel:
    """Power that comes through in each band, if it lies evenly over the band (pink within it)."""

    def __init__(self, frequencies_hz: FloatArray) -> None:
        hertz = np.fft.rfftfreq(SIZE, 1.0 / RATE_HZ)
        self._octaves = np.log2(np.maximum(hertz, 1.0))
        self._centers = np.log2(frequencies_hz)
        self._lifted = np.clip(self._octaves - np.log2(LOWEST_HZ) + 1.0, 0.0, 1.0)
        times = np.minimum(np.arange(SIZE), SIZE - np.arange(SIZE)) / RATE_HZ
        self._taper = np.where(times < HALF_S, 0.5 + 0.5 * np.cos(np.pi * times / HALF_S), 0.0)
        shares = band_shares(third_octave_edges(), SIZE, RATE_HZ) / np.maximum(hertz, 1.0)[:, np.newaxis]
        self._shares = shares / np.maximum(shares.sum(axis=0), 1e-12)

    def through_db(self, gain_db: FloatArray) -> FloatArray:
        """Effective gain in dB of each band for gains (bands,) at the band centers."""
        over = np.interp(self._octaves, self._centers, gain_db)
        over = np.minimum(over, over * self._lifted)
        response = scipy.fft.rfft(scipy.fft.irfft(10.0 ** (over / 20.0)) * self._taper).real
        return np.asarray(10.0 * np.log10(np.maximum((response**2) @ self._shares, 1e-12)))
