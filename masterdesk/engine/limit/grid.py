"""The grids on which the limiter works, counted from the track's first frame."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block

FloatArray = npt.NDArray[np.floating]

#: Peak cells per power cell: loudness is predicted with one gain per 8 peak cells.
POWER_CELLS = 8

#: Peak cells that a gain curve is computed in at a time.
CHUNK_CELLS = 65536

#: Longest cell; keeps 384 kHz on the grid.
_MAX_CELL_FRAMES = 64


def cell_frames(sample_rate: int) -> int:
    """Frames in a peak cell: the power of two that comes nearest to 1/6000 s (8 at 44.1 and 48 kHz)."""
    exponent = round(math.log2(max(sample_rate, 1) / 6000.0))
    return min(max(1 << max(exponent, 0), 1), _MAX_CELL_FRAMES)


def cell_rate(sample_rate: int) -> float:
    """Peak cells per second."""
    return sample_rate / cell_frames(sample_rate)


class ContextChunks:
    """Cuts blocks of any size into chunks on the grid, each with the frames around it.

    Every chunk is an array (channels, before + GRID_FRAMES + after) of which the
    middle is new; the outer parts repeat what its neighbors hold, or are zero
    beyond the ends of the stream. The last chunk is filled up with zeros.
    """

    def __init__(self, before: int, after: int) -> None:
        self._before = before
        self._after = after
        self._held: list[Block] = []
        self._held_frames = 0
        self._frames = 0

    def settle(self, context: Block) -> None:
        """Tell what lies before the first block."""
        self._add(context[:, context.shape[1] - self._before :])

    def push(self, block: Block) -> Iterator[tuple[Block, int]]:
        """Add a block; yield (chunk, frames of its middle that are audio) for chunks that are complete."""
        if not self._held:
            self._add(np.zeros((block.shape[0], self._before), dtype=block.dtype))
        self._add(block)
        self._frames += block.shape[1]
        yield from self._complete()

    def flush(self) -> Iterator[tuple[Block, int]]:
        """Yield the chunks still to come."""
        if self._frames <= 0:
            return
        rest = self._frames
        first = self._held[0]
        self._add(np.zeros((first.shape[0], GRID_FRAMES + self._after), dtype=first.dtype))
        for chunk, _ in self._complete():
            yield chunk, min(rest, GRID_FRAMES)
            rest -= GRID_FRAMES
            if rest <= 0:
                return

    def _add(self, block: Block) -> None:
        self._held.append(block)
        self._held_frames += block.shape[1]

    def _complete(self) -> Iterator[tuple[Block, int]]:
        size = self._before + GRID_FRAMES + self._after
        if self._held_frames < size:
            return
        whole = self._held[0] if len(self._held) == 1 else np.concatenate(self._held, axis=1)
        start = 0
        while whole.shape[1] - start >= size:
            yield whole[:, start : start + size], GRID_FRAMES
            start += GRID_FRAMES
            self._frames -= GRID_FRAMES
        self._held = [whole[:, start:].copy()]
        self._held_frames = whole.shape[1] - start


def frames_from_cells(values: npt.NDArray[np.float32], size: int) -> npt.NDArray[np.float32]:
    """`size` frames for each cell: straight lines between cell centers, level in the first and last half cell."""
    if size == 1:
        return values
    at = (np.arange(size, dtype=np.float32) + np.float32(0.5)) / np.float32(size)
    lines = values[:-1, None] + np.diff(values)[:, None] * at
    half = size // 2
    ends = np.full(half, values[0]), np.full(size - half, values[-1])
    return np.concatenate([ends[0], lines.reshape(-1), ends[1]])
