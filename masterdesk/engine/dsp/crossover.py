"""Splits a signal into bands that add up to it exactly: linear-phase low-passes by overlap-save."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block

#: Width of a crossover in octaves, from full to nothing.
TRANSITION_OCTAVES = 1.2


class LowPasses:
    """Low-passes of one signal at rising frequencies, each `taps` long and of linear phase.

    A band is the difference of two neighbors, the lowest the first of them, the
    highest the signal less the last: their sum is the signal, to the bit of the
    arithmetic. `taps` and `GRID_FRAMES` must be multiples of each other's power of two.
    """

    def __init__(self, crossovers_hz: Sequence[float], sample_rate: int, taps: int) -> None:
        self.taps = taps
        self._step = min(GRID_FRAMES, 16384)
        self._size = self._step + taps
        bins_hz = np.fft.rfftfreq(self._size, 1.0 / sample_rate)
        self._filters = [_low_pass(hz, bins_hz, self._size, taps) for hz in crossovers_hz]

    def split(self, audio: Block, out: npt.NDArray[np.float32]) -> None:
        """Filter `audio` (channels, taps + frames) into `out` (crossovers, channels, frames).

        `out` lies `taps` // 2 frames before the end of what was handed in: its frame n is
        that of `audio` frame n + `taps` // 2. `frames` is a multiple of the step.
        """
        channels, steps = audio.shape[0], (audio.shape[1] - self.taps) // self._step
        windows = np.lib.stride_tricks.sliding_window_view(audio, self._size, axis=1)[:, :: self._step]
        spectra = scipy.fft.rfft(windows, axis=2)
        for index, response in enumerate(self._filters):
            filtered = scipy.fft.irfft(spectra * response, n=self._size, axis=2, overwrite_x=True)
            half = self.taps // 2
            kept = filtered[:, :, half : half + self._step]
            out[index].reshape(channels, steps, self._step)[...] = kept


def _low_pass(crossover_hz: float, bins_hz: npt.NDArray[np.floating], size: int, taps: int) -> npt.NDArray[np.float32]:
    """A real, zero-phase response: a raised cosine over log frequency, its impulse response cut to `taps`."""
    octaves = np.log2(np.maximum(bins_hz, 1e-3) / crossover_hz) / TRANSITION_OCTAVES
    wanted = 0.5 - 0.5 * np.sin(np.pi * np.clip(octaves, -0.5, 0.5))
    response = scipy.fft.irfft(wanted, n=size)
    taper = np.zeros(size)
    half = taps // 2
    taper[:half] = 0.5 + 0.5 * np.cos(np.pi * np.arange(half) / half)
    taper[-half + 1 :] = taper[half - 1 : 0 : -1]
    return np.asarray(scipy.fft.rfft(response * taper).real, dtype=np.float32)
