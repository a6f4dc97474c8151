"""Finds wave tops that were cut off flat, at full scale or (scaled later) below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block

#: Samples of a flat top lie within this of its height (-80 dB: three steps of 16 bits at full scale).
FLATNESS = 1e-4
SHORTEST_TOP = 3
#: Beside a flat top the wave drops by this many times FLATNESS at least; a smooth
#: crest that stays within FLATNESS for three samples drops by less than four times.
STEEPNESS = 16.0
#: Lower crests than this (-40 dBFS) are not looked at.
LOWEST_TOP = 0.01
#: A wave that lies at its extreme for more of the time than this was made square, not clipped.
MOST_FLAT = 0.4


@dataclass(frozen=True)
class FlatTops:
    """The flat tops of one polarity of one channel within one stretch: height, how many, and when the first comes."""

    channel: int
    polarity: int
    level: float
    count: int
    first_frame: int


class ClipDetector:
    """Looks through a stream for flat tops at the highest level of each stretch it is fed."""

    def __init__(self) -> None:
        self._frames = 0
        self._found: list[FlatTops] = []

    def push(self, block: Block) -> None:
        """Take the next stretch, (channels, frames); about a second at a time."""
        for channel, samples in enumerate(block):
            self._found.extend(self._tops(channel, samples))
        self._frames += block.shape[1]

    def finish(self) -> tuple[FlatTops, ...]:
        """All that were found, in order of time."""
        return tuple(self._found)

    def _tops(self, channel: int, samples: npt.NDArray[np.floating]) -> Iterator[FlatTops]:
        for polarity, extreme in ((1, samples.max(initial=0.0)), (-1, samples.min(initial=0.0))):
            level = abs(float(extreme))
            if level < LOWEST_TOP:
                continue
            limit = extreme * (1.0 - FLATNESS)
            near = np.flatnonzero(samples >= limit if polarity > 0 else samples <= limit)
            starts = _flat_runs(samples, near, level)
            if len(starts) and len(near) < MOST_FLAT * len(samples):
                yield FlatTops(channel, polarity, level, len(starts), self._frames + int(starts[0]))


def _flat_runs(samples: npt.NDArray[np.floating], near: npt.NDArray[np.intp], level: float) -> npt.NDArray[np.intp]:
    """First samples of the flat tops among the positions `near` the extreme."""
    if len(near) < SHORTEST_TOP:
        return near[:0]
    gap = np.flatnonzero(np.diff(near) > 1)
    starts, ends = near[np.append(0, gap + 1)], near[np.append(gap, len(near) - 1)]
    is_long = ends - starts >= SHORTEST_TOP - 1
    starts, ends = starts[is_long], ends[is_long]
    before, after = np.abs(samples[np.maximum(starts - 1, 0)]), np.abs(samples[np.minimum(ends + 1, len(samples) - 1)])
    return np.asarray(starts[level - np.minimum(before, after) > STEEPNESS * FLATNESS * level])
