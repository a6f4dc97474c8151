"""Third octaves read from narrow bins, and what the shaper's filters let through of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.bands import third_octave_edges
from masterdesk.engine.dsp.gain_filters import FilterBins, filter_taper, half_filter_frames
from masterdesk.engine.types.analysis import LongTermSpectrum

FloatArray = npt.NDArray[np.float64]

#: The filters' model: bins of 5.4 Hz up to 22 kHz.
SIZE, RATE_HZ = 8192, 44100


class FineBands:
    """How the power of a track lies within its third octaves, for mid and side.

    Without a spectrum it lies evenly over log frequency.
    """

    def __init__(self, spectrum: LongTermSpectrum | None, frequencies_hz: FloatArray) -> None:
        self._frequencies_hz = frequencies_hz
        to_hz = np.linspace(1.0, RATE_HZ / 2.0, 8192) if spectrum is None else spectrum.to_hz.astype(np.float64)
        from_hz = np.concatenate([[0.0], to_hz[:-1]])
        self._bins_hz = 0.5 * (from_hz + to_hz)
        shares = _shares(from_hz, to_hz, third_octave_edges())
        even = (to_hz - from_hz) / self._bins_hz
        mid, side = (even, even) if spectrum is None else (spectrum.mid_power, spectrum.side_power)
        self._mid, self._side = shares * mid[:, np.newaxis], shares * side[:, np.newaxis]
        self._hertz = np.fft.rfftfreq(SIZE, 1.0 / RATE_HZ)
        self._filter = FilterBins(self._hertz)
        taper = filter_taper(half_filter_frames(RATE_HZ))
        self._taper = np.zeros(SIZE)
        self._taper[: taper.size], self._taper[1 - taper.size :] = taper, taper[:0:-1]

    @property
    def mid_power(self) -> FloatArray:
        """Power of the mid in each third octave."""
        return np.asarray(self._mid.sum(axis=0))

    @property
    def side_power(self) -> FloatArray:
        """Power of the side in each third octave."""
        return np.asarray(self._side.sum(axis=0))

    def mid_through_db(self, gain_db: FloatArray) -> FloatArray:
        """Effective gain in dB of the mid in each band, for gains (bands,) at the band centers."""
        return self._through_db(gain_db, self._mid)

    def side_through_db(self, gain_db: FloatArray) -> FloatArray:
        """The same of the side."""
        return self._through_db(gain_db, self._side)

    def _through_db(self, gain_db: FloatArray, power: FloatArray) -> FloatArray:
        over = self._filter.gain_db(gain_db, self._frequencies_hz)
        response = scipy.fft.rfft(scipy.fft.irfft(10.0 ** (over / 20.0)) * self._taper).real
        passed = np.interp(self._bins_hz, self._hertz, response**2) @ (power + 1e-18)
        return np.asarray(10.0 * np.log10(np.maximum(passed / (power + 1e-18).sum(axis=0), 1e-12)))


def _shares(from_hz: FloatArray, to_hz: FloatArray, edges_hz: FloatArray) -> FloatArray:
    """How much of each bin lies in each band, (bins, bands), 0 to 1."""
    overlap = np.minimum(to_hz[:, np.newaxis], edges_hz[1:]) - np.maximum(from_hz[:, np.newaxis], edges_hz[:-1])
    return np.asarray(np.maximum(overlap, 0.0) / (to_hz - from_hz)[:, np.newaxis])
