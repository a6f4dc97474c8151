"""A region that is played over and over, with a crossfade across its end."""

from __future__ import annotations

import numpy as np

from masterdesk.playback.mix.fades import LOOP_S, CrossfadeCurves, correlation, fade_frames
from masterdesk.playback.mix.source import Source


class Loop:
    """The frames `start` to `stop` (exclusive) of the time line, in one source.

    Before `stop`, the end fades into what leads up to `start`, so that the frame
    at `start` follows at full level: a beat on the first frame keeps its attack
    and the period is `stop - start` to the frame. Making a loop reads the source
    around both ends, so it is not for the sound card's thread.
    """

    def __init__(self, source: Source, start: int, stop: int, sample_rate: int) -> None:
        self.start, self.stop, self.source = start, stop, source
        curves = CrossfadeCurves(min(fade_frames(LOOP_S, sample_rate), (stop - start + 1) // 2))
        ending, leading = (np.empty((curves.frames, 2), dtype=np.float32) for _ in range(2))
        source.read(stop - curves.frames, ending)
        source.read(start - curves.frames, leading)
        curves.fit(correlation(ending, leading))
        self.fade_start = stop - curves.frames
        self.fade_in = curves.fade_in[:, np.newaxis]
        self.fade_out = curves.fade_out[:, np.newaxis]

    @property
    def frames(self) -> int:
        """Its period."""
        return self.stop - self.start
