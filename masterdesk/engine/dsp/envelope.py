"""Followers at control rate: smoothing by a window, and a level that rises at once and falls slowly."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.block_recursion import BlockRecursion
from masterdesk.engine.dsp.processor import Block

FloatArray = npt.NDArray[np.float64]

#: Below this frequency nothing counts as bass.
INFRASOUND_HZ = 20.0


class SteppedPower:
    """Mean power of the channels every `step` frames, weighted by a bell three steps long, fed step by step.

    A plain mean over each step would see a tone whose double frequency lies near a multiple of the step rate
    as a slow beat, and hand it on to the gain. The bell (three boxes convolved) cubes the box's small response
    there. What comes out lies one step behind what went in.
    """

    def __init__(self, step: int) -> None:
        self._step = step
        box = np.ones(step)
        bell = np.convolve(np.convolve(box, box), box)
        bell = np.append(bell, [0.0, 0.0]) / bell.sum()
        self._parts = np.ascontiguousarray(bell.reshape(3, step)[::-1].T, dtype=np.float32)
        self._before = np.zeros((2, 3))

    def push(self, audio: Block) -> FloatArray:
        """Power per step of `audio` (channels, whole steps)."""
        squares = np.einsum("cn,cn->n", audio, audio).reshape(-1, self._step)
        parts = np.concatenate([self._before, (squares @ self._parts) / len(audio)])
        self._before = parts[-2:]
        return np.asarray(parts[:-2, 2] + parts[1:-1, 1] + parts[2:, 0], dtype=np.float64)


class SampledPower:
    """Mean power of the channels of a low-passed signal, sampled every `step` frames, infrasound left out.

    What lies below hearing (a wandering zero line, rumble) would decide the gain of the bass. The signal must have
    nothing above half the step rate. Like that of `SteppedPower`, the output lies one step behind.
    """

    def __init__(self, step: int, sample_rate: float, channels: int) -> None:
        self._step = step
        self._audible = BlockRecursion([_high_pass(INFRASOUND_HZ, sample_rate / step)], channels)
        self._last = 0.0

    def push(self, audio: Block) -> FloatArray:
        """Power per step of `audio` (channels, whole steps)."""
        audible = self._audible.process(audio[:, self._step // 2 :: self._step].astype(np.float64))
        power = np.concatenate([[self._last], np.einsum("ck,ck->k", audible, audible) / len(audio)])
        self._last = float(power[-1])
        return np.asarray(power[:-1])


def _high_pass(cutoff_hz: float, rate_hz: float) -> list[float]:
    """A Butterworth high-pass of second order (b0 b1 b2 a0 a1 a2), by the bilinear transform."""
    k = math.tan(math.pi * cutoff_hz / rate_hz)
    a0 = 1.0 + math.sqrt(2.0) * k + k * k
    return [1.0 / a0, -2.0 / a0, 1.0 / a0, 1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - math.sqrt(2.0) * k + k * k) / a0]


class WindowSmoother:
    """Weighted mean over a Hann window of `2 * reach + 1` values, fed piece by piece.

    What comes out lies `delay` values (at least `reach`) behind what went in; before the first
    value there is `initial`.
    """

    def __init__(self, reach: int, delay: int, initial: float) -> None:
        window = np.hanning(2 * reach + 3)[1:-1]
        self._window = np.concatenate([np.zeros(delay - reach), window / window.sum()])
        self._before = np.full(self._window.size - 1, initial)

    def push(self, values: FloatArray) -> FloatArray:
        """As many values as went in."""
        whole = np.concatenate([self._before, values])
        self._before = whole[whole.size - self._before.size :]
        return np.convolve(whole, self._window, mode="valid")


class FallingLevel:
    """A level in dB that rises at once and falls by at most `step_db` from value to value.

    A constant fall in dB is an exponential release in amplitude; this is the decoupled peak detector of Giannoulis,
    Massberg, Reiss, Digital Dynamic Range Compressor Design, J. Audio Eng. Soc. 60(6), 2012, in the log domain,
    its recursion solved by a running maximum.
    """

    def __init__(self, step_db: float, lowest_db: float) -> None:
        self._step_db = step_db
        self._last_db = lowest_db
        self._lowest_db = lowest_db

    def push(self, levels_db: FloatArray) -> FloatArray:
        """The followed level for each level."""
        fall = self._step_db * np.arange(1, levels_db.size + 1)
        risen = np.maximum.accumulate(np.maximum(levels_db, self._lowest_db) + fall)
        followed = np.maximum(np.maximum(risen, self._last_db) - fall, self._lowest_db)
        self._last_db = float(followed[-1])
        return np.asarray(followed)
