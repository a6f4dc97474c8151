"""Splits a signal into bands that add up to it exactly: linear-phase low-passes by overlap-save."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block

FloatArray = npt.NDArray[np.float32]
ComplexArray = npt.NDArray[np.complexfloating]

#: Width of a crossover in octaves, from full to nothing.
TRANSITION_OCTAVES = 1.2


def stop_hz(crossover_hz: float) -> float:
    """From where on a low-pass leaves nothing."""
    return float(crossover_hz * 2.0 ** (TRANSITION_OCTAVES / 2.0))


class Crossover:
    """Filters of one signal, each `taps` long and of linear phase, which share its transform.

    A band is the difference of two neighboring low-passes, the lowest the first of them, the
    highest the signal less the last: their sum is the signal, to the bit of the
    arithmetic. `taps` and `GRID_FRAMES` must be multiples of each other's power of two.
    """

    def __init__(self, sample_rate: int, taps: int) -> None:
        self.taps = taps
        self._step = min(GRID_FRAMES, 16384)
        self._size = self._step + taps
        self._bins_hz = np.fft.rfftfreq(self._size, 1.0 / sample_rate)

    def low_pass(self, crossover_hz: float, every: int = 1) -> FloatArray:
        """The response of a low-pass of which only every so many frames are wanted, for `filtered`.

        There must be nothing above half the rate that is left; `every` divides the step and `taps` // 2.
        """
        whole = _low_pass(crossover_hz, self._bins_hz, self._size, self.taps)
        return whole[: self._size // every // 2 + 1] * np.float32(1.0 / every)

    def spectra(self, audio: Block) -> ComplexArray:
        """Transforms of `audio` (channels, taps + frames); `frames` is a multiple of 16384 at most."""
        windows = np.lib.stride_tricks.sliding_window_view(audio, self._size, axis=1)[:, :: self._step]
        return np.asarray(scipy.fft.rfft(windows, axis=2))

    def filtered(self, spectra: ComplexArray, response: FloatArray, out: FloatArray) -> None:
        """The filtered signal, as many of its frames as the response was made for, into `out` (channels, frames).

        `out` lies `taps` // 2 frames before the end of what was handed in: its frame n is
        that of `audio` frame n times `every` + `taps` // 2.
        """
        size = 2 * (response.size - 1)
        every = self._size // size
        step, half = self._step // every, self.taps // 2 // every
        back = scipy.fft.irfft(spectra[:, :, : response.size] * response, n=size, axis=2, overwrite_x=True)
        out.reshape(len(spectra), -1, step)[...] = back[:, :, half : half + step]


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
