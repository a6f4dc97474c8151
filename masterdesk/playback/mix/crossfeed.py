"""Headphone crossfeed: each ear hears some of the other side, as it does in front of loudspeakers."""

from __future__ import annotations

import math

import numpy as np

from masterdesk.engine.dsp.block_recursion import BlockRecursion
from masterdesk.playback.values import Frames

#: The usual setting of the reference below: cut frequency and level of the crossfeed.
CUT_HZ = 700.0
FEED_DB = 4.5


class Crossfeed:
    """Bauer's stereophonic-to-binaural network, with the middle left as it is.

    In the network each ear gets D of its own side and C, low-passed, of the other;
    the delay of C (some 0.2 ms) stands for the way around the head. For mid and
    side that is D + C and D - C. Here both are divided by D + C, which lowers the
    highs of the middle by 1.8 dB: a tool to judge a master's tone by must not
    change it. What is left is one filter on the side signal, (D - C) / (D + C).
    B. B. Bauer, "Stereophonic Earphones and Binaural Loudspeakers", JAES 9 (1961);
    D and C after B. Mikhaylov's bs2b. How the sound is cut into blocks changes
    nothing but rounding.
    """

    def __init__(self, sample_rate: int) -> None:
        self._section = _side_section(sample_rate)
        self.reset()

    def reset(self) -> None:
        """Forget what was heard before."""
        self._side = BlockRecursion([self._section], 1)

    def process(self, block: Frames) -> Frames:
        """The next frames (frames, 2) with crossfeed, as a new array."""
        left, right = block.T
        side = self._side.process(0.5 * (left - right)[np.newaxis])[0]
        mid = 0.5 * (left + right)
        return np.stack([mid + side, mid - side], axis=1).astype(np.float32)


def _side_section(sample_rate: int) -> list[float]:
    """(D - C) / (D + C) as a second-order section, b0 b1 b2 1 a1 a2."""
    low_db, high_db = -FEED_DB * 5.0 / 6.0 - 3.0, FEED_DB / 6.0 - 3.0
    low_gain, high_gain = 10.0 ** (low_db / 20.0), 1.0 - 10.0 ** (high_db / 20.0)
    high_cut_hz = CUT_HZ * 2.0 ** ((low_db - 20.0 * math.log10(high_gain)) / 12.0)
    low, high = (math.exp(-2.0 * math.pi * cut / sample_rate) for cut in (CUT_HZ, high_cut_hz))
    # D = (d0 + d1 z) / (1 - high z) and C = c0 / (1 - low z), with z for one frame of delay.
    c0, d0, d1 = low_gain * (1.0 - low), 1.0 - high_gain * (1.0 - high), -high
    b = [d0 - c0, d1 - d0 * low + c0 * high, -d1 * low]
    a = [d0 + c0, d1 - d0 * low - c0 * high, -d1 * low]
    return [value / a[0] for value in b + a]
