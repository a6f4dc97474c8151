"""What takes are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.types.analysis import Analysis


class TakeSource(Protocol):
    """What is mastered: a mono or stereo track that was measured, and can be read again from any frame."""

    @property
    def sample_rate(self) -> int:
        """Frames per second."""
        ...

    @property
    def channels(self) -> int:
        """1 or 2."""
        ...

    @property
    def frames(self) -> int:
        """Exact length."""
        ...

    @property
    def analysis(self) -> Analysis:
        """What was measured of it."""
        ...

    @property
    def is_quick_to_read(self) -> bool:
        """Whether reading it a second time costs less than keeping it."""
        ...

    def blocks(self, start: int = 0, exact: bool = False) -> Iterator[Block]:
        """All frames from `start` on, (channels, frames) in float32; with `exact` in more where the source has it."""
        ...


class AnalyzedSource:
    """What a `TakeSource` that is a file, or a range of one, says of itself by its analysis."""

    analysis: Analysis

    @property
    def sample_rate(self) -> int:
        """Frames per second of the source."""
        return self.analysis.format.sample_rate

    @property
    def channels(self) -> int:
        """1 or 2."""
        return self.analysis.format.channels

    @property
    def frames(self) -> int:
        """Exact length of the range."""
        assert self.analysis.format.frames is not None, "an analysis has counted its frames"
        return self.analysis.format.frames

    @property
    def is_quick_to_read(self) -> bool:
        """Whether reading it a second time costs less than keeping it."""
        return self.analysis.format.is_lossless
