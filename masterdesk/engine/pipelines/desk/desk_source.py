"""The desk's track as worker processes see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.types.analysis import Analysis


class DeskTrackLike(Protocol):
    """What the deck needs of a `DeskTrack`."""

    sample_rate: int
    channels: int
    frames: int
    analysis: Analysis
    spool_path: Path


@dataclass(frozen=True, eq=False)
class DeskSource:
    """A desk track as any process can read it: the file of its samples, interleaved float32. A `TakeSource`."""

    samples_path: Path
    sample_rate: int
    channels: int
    frames: int
    analysis: Analysis

    @classmethod
    def of(cls, track: DeskTrackLike) -> DeskSource:
        """The source that a track on the desk is."""
        return cls(track.spool_path, track.sample_rate, track.channels, track.frames, track.analysis)

    @property
    def is_quick_to_read(self) -> bool:
        """It is decoded already."""
        return True

    def blocks(self, start: int = 0, exact: bool = False) -> Iterator[Block]:
        """All frames from `start` on, blocks of shape (channels, frames)."""
        with self.samples_path.open("rb") as file:
            file.seek(start * self.channels * 4)
            while (frames := np.fromfile(file, np.float32, GRID_FRAMES * self.channels)).size:
                yield np.ascontiguousarray(frames.reshape(-1, self.channels).T)
