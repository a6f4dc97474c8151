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
    """Bauer's stereophonic-to-binaural network as two first-order filters for each channel.

    What crosses over is low-passed (its delay of some 0.2 ms stands for the way
    around the head), what stays has its lows taken down by as much, so that the
    sum keeps its tone. B. B. Bauer, "Stereophonic Earphones and Binaural
    Loudspeakers", JAES 9 (1961); coefficients after B. Mikhaylov's bs2b.
    How the sound is cut into blocks changes nothing but rounding.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self.reset()

    def reset(self) -> None:
        """Forget what was heard before."""
        low, high = _sections(self._sample_rate)
        self._crossing = BlockRecursion([low], 2)
        self._staying = BlockRecursion([high], 2)

    def process(self, block: Frames) -> Frames:
        """The next frames (frames, 2) with crossfeed, as a new array."""
        sides = block.T
        heard = self._staying.process(sides) + self._crossing.process(sides)[::-1]
        return heard.T.astype(np.float32)


def _sections(sample_rate: int) -> tuple[list[float], list[float]]:
    """The crossing low-pass and the staying shelf as second-order sections (b0 b1 b2 1 a1 a2)."""
    low_db, high_db = -FEED_DB * 5.0 / 6.0 - 3.0, FEED_DB / 6.0 - 3.0
    low_gain, high_gain = 10.0 ** (low_db / 20.0), 1.0 - 10.0 ** (high_db / 20.0)
    high_cut_hz = CUT_HZ * 2.0 ** ((low_db - 20.0 * math.log10(high_gain)) / 12.0)
    whole = 1.0 / (1.0 - high_gain + low_gain)
    low, high = (math.exp(-2.0 * math.pi * cut / sample_rate) for cut in (CUT_HZ, high_cut_hz))
    crossing = [whole * low_gain * (1.0 - low), 0.0, 0.0, 1.0, -low, 0.0]
    staying = [whole * (1.0 - high_gain * (1.0 - high)), -whole * high, 0.0, 1.0, -high, 0.0]
    return crossing, staying
