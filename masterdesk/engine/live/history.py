"""Loudness over the last while of listening."""

from __future__ import annotations

import numpy as np

from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND
from masterdesk.engine.live.clip_loudness import LoudnessSeries


class LoudnessHistory:
    """A ring of the readings of the last while, each where it was heard.

    `seconds` is how long the ring remembers (of time listened, not of the track).
    """

    def __init__(self, seconds: float = 60.0) -> None:
        self._ring = np.full((3, round(seconds * HOPS_PER_SECOND)), -np.inf)
        self._count = 0

    def add(self, time_s: float, momentary_lufs: float | None, short_term_lufs: float | None) -> None:
        """Remember the readings heard at `time_s` of the track; to be called ten times a second."""
        values = [-np.inf if value is None else value for value in (momentary_lufs, short_term_lufs)]
        self._ring[:, self._count % self._ring.shape[1]] = time_s, *values
        self._count += 1

    def clear(self) -> None:
        """Forget everything."""
        self._count = 0

    def series(self) -> LoudnessSeries:
        """What is remembered, in the order it was heard: times go back where the listener did."""
        size = self._ring.shape[1]
        at = np.arange(max(self._count - size, 0), self._count) % size
        return LoudnessSeries(*self._ring[:, at])
