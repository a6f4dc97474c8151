"""What the limiter remembers of a track: enough to know its gain and loudness at any drive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.limit.audition import Audition
from masterdesk.engine.limit.envelope import Codes, EnvelopeMeter
from masterdesk.engine.limit.grid import cell_frames
from masterdesk.engine.limit.power import PowerMeter, Powers
from masterdesk.engine.limit.shares import Shares, shares

Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Study:
    """A finished study, about 65 MB per hour at 48 kHz. The tuples hold `GRID_FRAMES` of the track each.

    `codes` are the true-peak envelope (see `envelope`), `powers` the K-weighted
    power and its bass per power cell, `shares` how the gain curves are mixed.
    """

    sample_rate: int
    channels: int
    frames: int
    codes: tuple[Codes, ...]
    powers: tuple[Powers, ...]
    shares: Shares

    @property
    def cell_frames(self) -> int:
        """Frames per peak cell."""
        return cell_frames(self.sample_rate)

    @property
    def cells(self) -> int:
        """Number of peak cells; the last may be incomplete."""
        return -(-self.frames // self.cell_frames)

    def codes_between(self, first: int, last: int) -> Codes:
        """Codes of the cells `first` to `last` (exclusive); silence beyond the ends."""
        per_chunk = GRID_FRAMES // self.cell_frames
        out = np.zeros(last - first, dtype=np.uint16)
        for index in range(max(first, 0) // per_chunk, min(-(-last // per_chunk), len(self.codes))):
            start = index * per_chunk
            low, high = max(first, start), min(last, start + self.codes[index].size)
            if high > low:
                out[low - first : high - first] = self.codes[index][low - start : high - start]
        return out


class LimiterStudy:
    """Records a track as it streams past, at the rate at which it will be limited."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._sample_rate = sample_rate
        self._channels = channels
        self._frames = 0
        self._envelope = EnvelopeMeter(sample_rate)
        self._power = PowerMeter(sample_rate, channels)
        self._codes: list[Codes] = []
        self._powers: list[Powers] = []
        self._trial = _Trial(sample_rate)

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames)."""
        self._frames += block.shape[1]
        self._codes += self._envelope.push(block)
        self._powers += self._power.push(block)
        self._trial.push(block, self._codes)

    def finish(self) -> Study:
        """The study of everything pushed. Nothing may be pushed after it."""
        self._codes += self._envelope.flush()
        self._powers += self._power.flush()
        mixture = self._trial.finish(self._codes)
        codes, powers = tuple(self._codes), tuple(self._powers)
        return Study(self._sample_rate, self._channels, self._frames, codes, powers, mixture)


class _Trial:
    """Holds each chunk back until the envelope after it is known, then lets it be judged."""

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._audition = Audition(sample_rate)
        self._chunks = Rechunker(GRID_FRAMES)
        self._waiting: list[Float32Array] = []
        self._noise: list[Float32Array] = []
        self._bass: list[Float32Array] = []

    def push(self, block: Block, codes: list[Codes]) -> None:
        mid = block.mean(axis=0, dtype=np.float32, keepdims=True)
        self._waiting += [chunk[0] for chunk in self._chunks.push(mid)]
        while self._waiting and len(self._noise) + 1 < len(codes):
            self._judge(codes)

    def finish(self, codes: list[Codes]) -> Shares:
        rest = self._chunks.rest()
        if rest is not None:
            self._waiting.append(np.pad(rest[0], (0, GRID_FRAMES - rest.shape[1])))
        while self._waiting:
            self._judge(codes)
        empty = np.zeros(1, dtype=np.float32)
        return shares(self._sample_rate, np.concatenate(self._noise or [empty]), np.concatenate(self._bass or [empty]))

    def _judge(self, codes: list[Codes]) -> None:
        index = len(self._noise)
        around = [_whole(codes, at, self._sample_rate) for at in (index - 1, index, index + 1)]
        noise, bass = self._audition.judge(self._waiting.pop(0), (around[0], around[1], around[2]))
        self._noise.append(noise)
        self._bass.append(bass)


def _whole(codes: list[Codes], index: int, sample_rate: int) -> Codes:
    """The envelope of a whole chunk, silent where the track is not."""
    size = GRID_FRAMES // cell_frames(sample_rate)
    if not 0 <= index < len(codes):
        return np.zeros(size, dtype=np.uint16)
    return np.pad(codes[index], (0, size - codes[index].size))
