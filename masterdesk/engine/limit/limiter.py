"""The true-peak limiter: drive, gain curve, check and correction, in one stage."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit.curve import PREROLL_SECONDS, reduction_chunks
from masterdesk.engine.limit.envelope import blind_db, decode_levels
from masterdesk.engine.limit.finish import CONTEXT_FRAMES, correct, gain_of
from masterdesk.engine.limit.grid import CHUNK_CELLS, ContextChunks
from masterdesk.engine.limit.study import Study

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
        self._curve = _CurveReader(study, drive_db, ceiling_dbtp, (start_frame - self._context) // self._cell)
        self._trace: list[npt.NDArray[np.float32]] = []
        self._trace_step = max(1, round(0.01 * sample_rate / self._cell))

    def process(self, block: Block) -> Block:
        """Take the next frames; return those that are ready."""
        return self._join(self._chunks.push(block), block)

    def flush(self) -> Block:
        """Return what was held back."""
        return self._join(self._chunks.flush(), np.zeros((self._study.channels, 0), dtype=np.float32))

    def gain_reduction_db(self) -> npt.NDArray[np.float32]:
        """Gain of the frames returned so far (<= 0 dB), deepest value of each 10 ms or so."""
        if not self._trace:
            return np.zeros(0, dtype=np.float32)
        cells = np.concatenate(self._trace)
        starts = np.arange(0, cells.size, self._trace_step)
        return -np.maximum.reduceat(cells, starts)

    def _join(self, chunks: Iterator[tuple[Block, int]], like: Block) -> Block:
        done = [self._limit(chunk, frames) for chunk, frames in chunks]
        if not done:
            return np.zeros((like.shape[0], 0), dtype=like.dtype)
        return done[0] if len(done) == 1 else np.concatenate(done, axis=1)

    def _limit(self, chunk: Block, frames: int) -> Block:
        first = (self._at - self._context) // self._cell
        cells = chunk.shape[1] // self._cell
        reduction = self._curve.between(first, first + cells)
        self._at += GRID_FRAMES
        inner = slice(self._context, self._context + frames)
        driven = chunk if self._drive_db == 0.0 else chunk * chunk.dtype.type(self._drive)
        levels = decode_levels(self._study.codes_between(first, first + cells), self._drive_db - self._ceiling_dbtp)
        suspects = np.nonzero(levels - reduction > -self._blind_db)[0]
        if suspects.size:
            reduction = correct(driven, reduction, suspects, self._cell, self._ceiling_dbtp)
        self._trace.append(reduction[self._context // self._cell :][: -(-frames // self._cell)])
        if not reduction.any():
            return driven[:, inner]
        return driven[:, inner] * gain_of(reduction, self._cell)[inner]


class _CurveReader:
    """Hands out any forward-moving range of the gain curve."""

    def __init__(self, study: Study, drive_db: float, ceiling_dbtp: float, first_cell: int) -> None:
        preroll = round(PREROLL_SECONDS * study.sample_rate / study.cell_frames)
        self._start = max(first_cell - preroll, 0) // CHUNK_CELLS * CHUNK_CELLS
        self._chunks = reduction_chunks(study, drive_db, ceiling_dbtp, self._start)
        self._held = np.zeros(0, dtype=np.float32)

    def between(self, first: int, last: int) -> npt.NDArray[np.float32]:
        """Reduction of the cells `first` to `last`; nothing before `first` is asked for again."""
        while self._start + self._held.size < last:
            chunk = next(self._chunks, None)
            chunk = np.zeros(CHUNK_CELLS, dtype=np.float32) if chunk is None else chunk
            self._held = np.concatenate([self._held, chunk])
        keep = max(first - self._start, 0)
        self._held = self._held[keep:]
        self._start += keep
        lead = self._start - first if first < self._start else 0
        part = self._held[: last - first - lead]
        return np.concatenate([np.full(lead, part[0], dtype=np.float32), part]) if lead else part
