"""What the limiter remembers of a track: enough to know its gain and loudness at any drive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit.envelope import Codes, EnvelopeMeter
from masterdesk.engine.limit.grid import cell_frames
from masterdesk.engine.limit.power import PowerMeter


@dataclass(frozen=True, eq=False)
class Study:
    """A finished study. Arrays are lists of chunks, `GRID_FRAMES` of the track each.

    `codes` holds the true-peak envelope (see `envelope`), `powers` the K-weighted
    power per power cell. About 40 MB an hour at 48 kHz.
    """

    sample_rate: int
    channels: int
    frames: int
    codes: tuple[Codes, ...]
    powers: tuple[npt.NDArray[np.float32], ...]

    @property
    def cell_frames(self) -> int:
        """Frames per peak cell."""
        return cell_frames(self.sample_rate)

    @property
    def cells(self) -> int:
        """Number of peak cells; the last may be incomplete."""
        return -(-self.frames // self.cell_frames)

    @property
    def peak_code(self) -> int:
        """Code of the track's true peak."""
        return max((int(chunk.max()) for chunk in self.codes if chunk.size), default=0)

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
        self._powers: list[npt.NDArray[np.float32]] = []

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames)."""
        self._frames += block.shape[1]
        self._codes += self._envelope.push(block)
        self._powers += self._power.push(block)

    def finish(self) -> Study:
        """The study of everything pushed. Nothing may be pushed after it."""
        self._codes += self._envelope.flush()
        self._powers += self._power.flush()
        return Study(self._sample_rate, self._channels, self._frames, tuple(self._codes), tuple(self._powers))
