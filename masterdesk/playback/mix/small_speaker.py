"""What is left of the sound on a phone, a laptop or a kitchen radio."""

from __future__ import annotations

import math

import numpy as np

from masterdesk.engine.dsp.block_recursion import BlockRecursion
from masterdesk.playback.values import Frames

#: Below this such a speaker gives nothing (Butterworth, 4th order), above that it fades (1st order).
LOW_CUT_HZ = 160.0
HIGH_CUT_HZ = 9000.0

#: How much of the side signal is left by two speakers a hand's breadth apart, or one.
SIDE_GAIN = 0.25

#: Quality factors of the two halves of a Butterworth filter of 4th order.
_BUTTERWORTH_Q = (0.5411961, 1.3065630)


class SmallSpeaker:
    """Band-limited and nearly mono: do bass line, kick and voice survive?

    A high-pass at 160 Hz falling by 24 dB per octave, as a small closed speaker
    with its protection filter does, a gentle roll-off from 9 kHz, and the side
    signal 12 dB down. Only linear: no distortion, no resonance of one certain model.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sections = [_high_pass(LOW_CUT_HZ, q, sample_rate) for q in _BUTTERWORTH_Q]
        self._sections.append(_low_pass(HIGH_CUT_HZ, sample_rate))
        self.reset()

    def reset(self) -> None:
        """Forget what was heard before."""
        self._filter = BlockRecursion(self._sections, 2)

    def process(self, block: Frames) -> Frames:
        """The next frames (frames, 2) as heard there, as a new array."""
        same, other = 0.5 + 0.5 * SIDE_GAIN, 0.5 - 0.5 * SIDE_GAIN
        narrow = same * block.T + other * block.T[::-1]
        return self._filter.process(narrow).T.astype(np.float32)


def _high_pass(cut_hz: float, q: float, sample_rate: int) -> list[float]:
    """Second-order high-pass (R. Bristow-Johnson, Audio EQ Cookbook), as b0 b1 b2 1 a1 a2."""
    omega = 2.0 * math.pi * cut_hz / sample_rate
    alpha, cosine = math.sin(omega) / (2.0 * q), math.cos(omega)
    b = 0.5 * (1.0 + cosine)
    return [v / (1.0 + alpha) for v in (b, -2.0 * b, b, 1.0 + alpha, -2.0 * cosine, 1.0 - alpha)]


def _low_pass(cut_hz: float, sample_rate: int) -> list[float]:
    """First-order low-pass by the bilinear transform, below Nyquist at any rate; as b0 b1 b2 1 a1 a2."""
    k = math.tan(math.pi * min(cut_hz / sample_rate, 0.45))
    return [k / (1.0 + k), k / (1.0 + k), 0.0, 1.0, (k - 1.0) / (k + 1.0), 0.0]
