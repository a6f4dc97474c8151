"""Low-passes and signal times their gains, added up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.dsp.upsample import HALF_FRAMES, Upsampler
from masterdesk.engine.process.band_split import LEAST_PER_STEP, BandSplit

FloatArray = npt.NDArray[np.float32]

#: Steps that interpolation takes at most.
INTERPOLATION_STEPS = HALF_FRAMES // LEAST_PER_STEP


class BandMix:
    """Holds the signals of a `BandSplit` until their gains are there, `delay` frames later, and adds them up.

    The next `GRID_FRAMES` frames are written to `slow_inlet` and `inlet` before each call of `mixed`.
    What comes out lies `latency` frames behind.
    """

    def __init__(self, bands: BandSplit, delay: int, step: int, channels: int) -> None:
        self._slow, self._every, self._step = bands.slow, bands.every, step
        lag = HALF_FRAMES * bands.every if bands.slow else 0
        self.latency = delay + lag
        # Low-passes at the low rate, held until gains come; all else is held until these are interpolated as well.
        self._slow_signals = np.zeros((bands.slow, channels, (delay + GRID_FRAMES) // bands.every), dtype=np.float32)
        self._signals = np.zeros((bands.fast + 1, channels, self.latency + GRID_FRAMES), dtype=np.float32)
        self._weights = np.zeros((bands.count, lag // step + 1), dtype=np.float32)
        self._upsampler = Upsampler(bands.every, channels) if bands.slow else None

    @property
    def slow_inlet(self) -> FloatArray:
        """Where the next frames of the slow low-passes belong, (low-passes, channels, frames / every)."""
        return self._slow_signals[:, :, self._slow_signals.shape[2] - GRID_FRAMES // self._every :]

    @property
    def inlet(self) -> FloatArray:
        """Where the next frames of the fast low-passes and, last, of the signal belong."""
        return self._signals[:, :, -GRID_FRAMES:]

    def mixed(self, weights: FloatArray) -> Block:
        """A chunk of the sum; `weights` (low-passes + 1, steps) are what each is multiplied by from step to step."""
        steps = weights.shape[1]
        known = np.concatenate([self._weights, weights], axis=1)
        self._weights = known[:, steps:].copy()
        out = _weighted(self._signals, known[self._slow :, : steps + 1], self._step)
        if self._upsampler is not None:
            now = known[: self._slow, -steps - 1 :]
            out += self._upsampler.push(_weighted(self._slow_signals, now, self._step // self._every))
            _advance(self._slow_signals, GRID_FRAMES // self._every)
        _advance(self._signals, GRID_FRAMES)
        return out


def _weighted(signals: FloatArray, weights: FloatArray, step: int) -> FloatArray:
    """The first steps of some signals, each times its weight, which ramps from step to step; added up."""
    count, channels, _ = signals.shape
    steps = weights.shape[1] - 1
    rise = np.arange(step, dtype=np.float32) / np.float32(step)
    shaped = signals[:, :, : steps * step].reshape(count, channels, steps, step)
    out, product = np.empty((2, channels, steps, step), dtype=np.float32)
    for index in range(count):
        ramps = np.diff(weights[index])[:, np.newaxis] * rise
        ramps += weights[index, :-1, np.newaxis]
        if index:
            out += np.multiply(shaped[index], ramps, out=product)
        else:
            np.multiply(shaped[index], ramps, out=out)
    return np.asarray(out.reshape(channels, -1))


def _advance(signals: FloatArray, frames: int) -> None:
    """Move the last frames of each signal up."""
    signals[:, :, :-frames] = signals[:, :, frames:].copy()
