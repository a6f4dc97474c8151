"""The monitor section: stereo, mono, side or swap, then crossfeed, then the small speaker."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from masterdesk.playback.mix.crossfeed import Crossfeed
from masterdesk.playback.mix.ramp import MAX_FRAMES, Ramp
from masterdesk.playback.mix.small_speaker import SmallSpeaker
from masterdesk.playback.monitor import ListenMode, Monitor
from masterdesk.playback.values import Frames

#: Gains from (left, right), the rows, to what each ear hears, the columns.
_MATRICES = {
    ListenMode.STEREO: np.eye(2, dtype=np.float32),
    ListenMode.MONO: np.full((2, 2), 0.5, dtype=np.float32),
    ListenMode.SIDE: np.array([[0.5, 0.5], [-0.5, -0.5]], dtype=np.float32),
    ListenMode.SWAP: np.eye(2, dtype=np.float32)[::-1].copy(),
}


class _Effect(Protocol):
    def reset(self) -> None: ...

    def process(self, block: Frames) -> Frames: ...


class MonitorChain:
    """Changes what is heard and nothing else; in plain stereo every sample passes as it is.

    Each change fades over 20 ms. The level is not made up for: mono and side are
    half the sum and half the difference, on both ears.
    """

    def __init__(self, sample_rate: int) -> None:
        self._mode = _ModeStage(sample_rate)
        self._crossfeed = _Insert(Crossfeed(sample_rate), sample_rate)
        self._small_speaker = _Insert(SmallSpeaker(sample_rate), sample_rate)

    def aim(self, monitor: Monitor) -> None:
        """Fade to these settings."""
        self._mode.aim(_MATRICES[monitor.mode])
        self._crossfeed.aim(monitor.crossfeed)
        self._small_speaker.aim(monitor.small_speaker)

    def process(self, block: Frames) -> None:
        """Change `block` (frames, 2), at most `MAX_FRAMES`, in place."""
        self._mode.process(block)
        self._crossfeed.process(block)
        self._small_speaker.process(block)


class _Insert:
    """An effect that is faded in and out, and costs nothing while it is out."""

    def __init__(self, effect: _Effect, sample_rate: int) -> None:
        self._effect = effect
        self._amount = Ramp(sample_rate, 0.0)
        effect.process(np.zeros((64, 2), dtype=np.float32))  # its tables are made now, not while the sound card waits

    def aim(self, on: bool) -> None:
        if on and self._amount.value == 0.0 and self._amount.resting:
            self._effect.reset()
        self._amount.aim(1.0 if on else 0.0)

    def process(self, block: Frames) -> None:
        if self._amount.resting:
            if self._amount.value == 1.0:
                np.copyto(block, self._effect.process(block))
            return
        wet = self._effect.process(block)
        np.subtract(wet, block, out=wet)
        np.multiply(wet, self._amount.gains(len(block)), out=wet)
        np.add(block, wet, out=block)


class _ModeStage:
    """A 2 x 2 matrix; from one to the next by a linear crossfade, since both are made of the same sound."""

    def __init__(self, sample_rate: int) -> None:
        self._from: Frames = _MATRICES[ListenMode.STEREO]
        self._to = self._from
        self._amount = Ramp(sample_rate, 1.0)
        self._old, self._new = (np.empty((MAX_FRAMES, 2), dtype=np.float32) for _ in range(2))

    def aim(self, matrix: Frames) -> None:
        if matrix is self._to:
            return
        self._from = (self._from + (self._to - self._from) * self._amount.value).astype(np.float32)
        self._to = matrix
        self._amount.jump(0.0)
        self._amount.aim(1.0)

    def process(self, block: Frames) -> None:
        if self._amount.resting and self._to is _MATRICES[ListenMode.STEREO]:
            return
        old, new = self._old[: len(block)], self._new[: len(block)]
        np.matmul(block, self._to, out=new)
        if not self._amount.resting:
            np.matmul(block, self._from, out=old)
            np.subtract(new, old, out=new)
            np.multiply(new, self._amount.gains(len(block)), out=new)
            np.add(new, old, out=new)
        np.copyto(block, new)
