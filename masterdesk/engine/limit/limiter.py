"""The true-peak limiter: drive, gain curve, check and correction, in one stage."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit.curve import reduction
from masterdesk.engine.limit.envelope import blind_db, decode_levels
from masterdesk.engine.limit.finish import CONTEXT_FRAMES, correct, gain_of
from masterdesk.engine.limit.grid import CHUNK_CELLS, ContextChunks
from masterdesk.engine.limit.study import Study

#: Frames of a limiter started in mid-track that may differ from the full run, in seconds (at 8 kHz and more).
PREROLL_SECONDS = 0.3

#: The trace of the gain has a value for the power of two of cells that comes nearest to this.
TRACE_SECONDS = 0.01


class Limiter:
    """Drives a track into the ceiling. A `Processor`.

    The gain curve comes from the study of the same track, so a limiter that is
    started in mid-track (`start_frame`, a multiple of `GRID_FRAMES`) joins the
    full run: the same gain from the first frame on, the same corrections after
    the first `CONTEXT_FRAMES`. Where nothing comes near the ceiling and the drive
    is 0 dB, audio passes unchanged to the bit.
    """

    def __init__(
        self, sample_rate: int, channels: int, drive_db: float, ceiling_dbtp: float, study: Study, start_frame: int = 0
    ) -> None:
        if (study.sample_rate, study.channels) != (sample_rate, channels):
            raise ValueError("the study is of audio of another shape")
        if start_frame % GRID_FRAMES:
            raise ValueError("a limiter starts on the grid")
        self._study = study
        self._drive_db = drive_db
        self._drive = np.float32(10.0 ** (drive_db / 20.0))
        self._ceiling_dbtp = ceiling_dbtp
        self._cell = study.cell_frames
        self._blind_db = blind_db(sample_rate)
        self._context = CONTEXT_FRAMES * max(1, self._cell // 8)
        self._chunks = ContextChunks(self._context, self._context)
        self._at = start_frame
        self._curve = _CurveReader(study, drive_db, ceiling_dbtp)
        self._trace: list[npt.NDArray[np.float32]] = []
        self._trace_step = max(1, 1 << round(math.log2(TRACE_SECONDS * sample_rate / self._cell)))

    def process(self, block: Block) -> Block:
        """Take the next frames; return those that are ready."""
        return self._join(self._chunks.push(block), block)

    def flush(self) -> Block:
        """Return what was held back."""
        return self._join(self._chunks.flush(), np.zeros((self._study.channels, 0), dtype=np.float32))

    @property
    def trace_frames(self) -> int:
        """Frames per value of the traced gain; the first begins with the limiter's first frame."""
        return self._trace_step * self._cell

    def gain_reduction_db(self) -> npt.NDArray[np.float32]:
        """Gain of the frames returned so far (<= 0 dB), deepest value of each `trace_frames`."""
        if not self._trace:
            return np.zeros(0, dtype=np.float32)
        return -np.concatenate(self._trace)

    def _join(self, chunks: Iterator[tuple[Block, int]], like: Block) -> Block:
        done = [self._limit(chunk, frames) for chunk, frames in chunks]
        if not done:
            return np.zeros((like.shape[0], 0), dtype=like.dtype)
        return done[0] if len(done) == 1 else np.concatenate(done, axis=1)

    def _limit(self, chunk: Block, frames: int) -> Block:
        first = (self._at - self._context) // self._cell
        cells = chunk.shape[1] // self._cell
        curve = self._curve.between(first, first + cells)
        self._at += GRID_FRAMES
        inner = slice(self._context, self._context + frames)
        driven = chunk if self._drive_db == 0.0 else chunk * chunk.dtype.type(self._drive)
        levels = decode_levels(self._study.codes_between(first, first + cells), self._drive_db - self._ceiling_dbtp)
        suspects = np.nonzero(levels - curve > -self._blind_db)[0]
        if suspects.size:
            curve = correct(driven, curve, suspects, self._cell, self._ceiling_dbtp)
        traced = curve[self._context // self._cell :][: -(-frames // self._cell)]
        self._trace.append(np.maximum.reduceat(traced, np.arange(0, traced.size, self._trace_step)))
        if not curve.any():
            return driven[:, inner]
        return driven[:, inner] * gain_of(curve, self._cell)[inner]


class _CurveReader:
    """Hands out any forward-moving range of the gain curve."""

    def __init__(self, study: Study, drive_db: float, ceiling_dbtp: float) -> None:
        self._reduction = partial(reduction, study, drive_db, ceiling_dbtp)
        self._chunks: dict[int, npt.NDArray[np.float32] | None] = {}

    def between(self, first: int, last: int) -> npt.NDArray[np.float32]:
        """Reduction of the cells `first` to `last`; level before the track's first."""
        start = max(first, 0)
        parts = [self._part(index, start, last) for index in range(start // CHUNK_CELLS, -(-last // CHUNK_CELLS))]
        self._chunks = {index: part for index, part in self._chunks.items() if (index + 1) * CHUNK_CELLS > start}
        whole = np.concatenate(parts)
        return np.concatenate([np.full(start - first, whole[0]), whole]) if start > first else whole

    def _part(self, index: int, first: int, last: int) -> npt.NDArray[np.float32]:
        if index not in self._chunks:
            self._chunks[index] = self._reduction(index)
        chunk = self._chunks[index]
        start = index * CHUNK_CELLS
        low, high = max(first - start, 0), min(last - start, CHUNK_CELLS)
        return np.zeros(high - low, dtype=np.float32) if chunk is None else chunk[low:high]
