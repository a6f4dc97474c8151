"""A gain that never jumps."""

from __future__ import annotations

import numpy as np

from masterdesk.playback.mix.fades import RAMP_S, fade_frames
from masterdesk.playback.values import Frames

#: The most frames that are mixed in one piece.
MAX_FRAMES = 4096


class Ramp:
    """A linear gain that walks to its target within 20 ms; at 1.0 it leaves the samples as they are."""

    def __init__(self, sample_rate: int, value: float) -> None:
        self._length = fade_frames(RAMP_S, sample_rate)
        self._count = np.arange(1, MAX_FRAMES + 1, dtype=np.float32)
        self._gains = np.empty(MAX_FRAMES, dtype=np.float32)
        self._step = 0.0
        self.value = self.target = value

    def aim(self, target: float) -> None:
        """Walk to `target` from wherever the gain is now."""
        if target != self.target:
            self.target = target
            self._step = (target - self.value) / self._length

    def jump(self, target: float) -> None:
        """Be at `target` at once: for sounds that are not heard yet."""
        self.value = self.target = target

    @property
    def resting(self) -> bool:
        """Whether the gain is where it should be."""
        return self.value == self.target

    def gains(self, frames: int) -> Frames:
        """The next gains, shape (frames, 1); valid until the next call."""
        gains = self._gains[:frames]
        np.multiply(self._count[:frames], self._step, out=gains)
        np.add(gains, self.value, out=gains)
        bound = np.minimum if self._step > 0.0 else np.maximum
        bound(gains, self.target, out=gains)
        self.value = float(gains[-1]) if gains[-1] != np.float32(self.target) else self.target
        return gains[:, np.newaxis]

    def apply(self, block: Frames) -> None:
        """Multiply `block` (frames, channels) in place."""
        if not self.resting:
            np.multiply(block, self.gains(len(block)), out=block)
        elif self.value != 1.0:
            np.multiply(block, self.value, out=block)
