"""The curves of which the gain curve is mixed.

Three curves are laid over the same required reduction, in dB. Each is at every
point at least what is required, and so is any mixture of them:

- fast: follows each peak closely and is gone a few milliseconds around it. The
  least gain is lost, and where the music is dense its traces are masked.
- middle: rounder, for bass that fills the waveform alone.
- slow: holds through a period of the lowest bass, so that a tone gets a
  constant gain, and then recovers smoothly.

How they are mixed follows from the music alone, not from the drive (see `audition`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.limit.slide import highest, mean, memory_cells, released

Reduction = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Follower:
    """One curve: gain bends down towards each peak and back up after it, exponentially in dB, then is smoothed.

    The attack is known beforehand, so it can be as gentle as the release: what
    bends the waveform least is a gain that is the same before and after its crest.
    `hold_ms` keeps the gain after a peak, `look_ms` smooths over a triangle of twice that to either side.
    """

    look_ms: float
    attack_ms: float
    hold_ms: float
    release_ms: float

    def reach(self, rate: float) -> int:
        """Cells to either side that a value may depend on."""
        memory = max(memory_cells(_decay(self.attack_ms, rate)), memory_cells(_decay(self.release_ms, rate)))
        return 4 * self._look(rate) + round(self.hold_ms * 1e-3 * rate) + memory + 4

    def follow(self, required: Reduction, rate: float) -> Reduction:
        """The curve over what is required (>= 0 dB), at `rate` cells per second."""
        look = self._look(rate)
        peaks = _released(required, self.release_ms, rate)
        np.maximum(peaks, _released(required[::-1], self.attack_ms, rate)[::-1], out=peaks)
        # one more cell, since a cell's gain is bent towards its neighbors' on the way to frames
        held = highest(peaks, round(self.hold_ms * 1e-3 * rate) + look + 1, look + 1)
        half, rest = look // 2, look - look // 2
        return mean(mean(held, half, rest), rest, half)

    def _look(self, rate: float) -> int:
        return max(1, round(self.look_ms * 1e-3 * rate))


def _decay(time_ms: float, rate: float) -> float:
    return float(np.exp(-1e3 / (time_ms * rate)))


def _released(peaks: Reduction, time_ms: float, rate: float) -> Reduction:
    decay = _decay(time_ms, rate)
    return released(peaks, decay, memory_cells(decay))


FAST = Follower(look_ms=0.25, attack_ms=1.2, hold_ms=0.0, release_ms=1.2)
MIDDLE = Follower(look_ms=1.5, attack_ms=12.0, hold_ms=0.0, release_ms=12.0)
SLOW = Follower(look_ms=4.0, attack_ms=12.0, hold_ms=25.0, release_ms=100.0)
