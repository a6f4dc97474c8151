"""One sound on its way along the time line."""

from __future__ import annotations

import numpy as np

from masterdesk.playback.mix.loop import Loop
from masterdesk.playback.mix.ramp import MAX_FRAMES, Ramp
from masterdesk.playback.mix.source import Source
from masterdesk.playback.values import Frames


class Voice:
    """A source with a position, a loop and a gain; two of them are heard during a crossfade.

    Voices are reused, so that none is made while the sound card waits.
    """

    def __init__(self, sample_rate: int) -> None:
        self.source: Source | None = None
        self.loop: Loop | None = None
        self.position = 0
        self.gain = Ramp(sample_rate, 1.0)
        self._leading = np.empty((MAX_FRAMES, 2), dtype=np.float32)

    def begin(self, source: Source, loop: Loop | None, position: int, gain: float) -> None:
        """Take on a source at `position`."""
        self.source, self.loop, self.position = source, loop, position
        self.gain.jump(gain)

    def straight_frames(self, limit: int) -> int:
        """How many of `limit` frames can be read in one piece: up to where the loop's fade begins or ends."""
        loop = self.loop
        if loop is None or self.position >= loop.stop:
            return limit
        border = loop.fade_start if self.position < loop.fade_start else loop.stop
        return min(limit, border - self.position)

    def peek(self, out: Frames) -> None:
        """Read on without moving and without regard to the loop: what the sound is like here."""
        assert self.source is not None
        self.source.read(self.position, out)

    def read(self, out: Frames) -> None:
        """Fill `out` (frames, 2; at most `straight_frames`) and move on, back to the start at the loop's end."""
        assert self.source is not None
        self.source.read(self.position, out)
        if self.loop is not None and self.loop.fade_start <= self.position < self.loop.stop:
            self._fade_into_start(self.loop, out)
        self.gain.apply(out)
        self.position += len(out)
        if self.loop is not None and self.position == self.loop.stop:
            self.position = self.loop.start

    def _fade_into_start(self, loop: Loop, out: Frames) -> None:
        assert self.source is not None
        leading, at = self._leading[: len(out)], self.position - loop.fade_start
        self.source.read(self.position - loop.frames, leading)
        np.multiply(out, loop.fade_out[at : at + len(out)], out=out)
        np.multiply(leading, loop.fade_in[at : at + len(out)], out=leading)
        np.add(out, leading, out=out)
