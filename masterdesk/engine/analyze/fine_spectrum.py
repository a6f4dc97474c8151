"""The low end of a track in bins of little more than a hertz, summed over the track."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.bands import hann, power_scale

Float32Array = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.float64]

#: Window and hop in samples of the decimated signal: 0.74 s and half of it at 44.1 kHz.
WINDOW, HOP = 1024, 512


class FineSpectrum:
    """Mean power per bin of one or two decimated signals, from windows of `WINDOW` samples."""

    def __init__(self, sample_rate: float, rows: int) -> None:
        self.bin_hz = sample_rate / WINDOW
        self._window = hann(WINDOW).astype(np.float32)
        self._held = np.zeros((rows, WINDOW - HOP), dtype=np.float32)
        self._powers = np.zeros((rows, WINDOW // 2 + 1))
        self._windows = 0

    def push(self, signal: Float32Array) -> None:
        """Take the next samples, (rows, samples)."""
        held = np.concatenate([self._held, signal], axis=1)
        count = max(held.shape[1] - WINDOW + HOP, 0) // HOP
        if count:
            frames = np.lib.stride_tricks.sliding_window_view(held, WINDOW, axis=1)[:, : count * HOP : HOP]
            spectra = scipy.fft.rfft(frames * self._window, axis=2)
            self._powers += (spectra.real**2 + spectra.imag**2).sum(axis=1)
            self._windows += count
        self._held = held[:, count * HOP :].copy()

    def power(self) -> FloatArray:
        """Mean power per bin so far, (rows, bins)."""
        return np.asarray(self._powers * (power_scale(hann(WINDOW)) / max(self._windows, 1)))
