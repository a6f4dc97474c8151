"""The true-peak envelope of a track, one value per cell, stored in 16 bits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.limit.grid import ContextChunks, cell_frames
from masterdesk.engine.limit.oversample import run_peaks

#: Decibels per step of a stored level; levels are rounded up, so an envelope never reads low by it.
CODE_STEP_DB = 0.0025

#: Level of code 0, which stands for everything at or below it.
CODE_FLOOR_DB = -120.0

Codes = npt.NDArray[np.uint16]

#: Frames on either side of a chunk that its envelope follows from.
CONTEXT_FRAMES = 16

_BETA = 7.0
_RUN_FRAMES = 32


def encode_levels(peaks: npt.NDArray[np.floating]) -> Codes:
    """Codes of linear peaks (>= 0)."""
    level_db = 20.0 * np.log10(np.maximum(peaks, 1e-6, dtype=np.float32))
    codes = np.ceil((level_db - CODE_FLOOR_DB) / CODE_STEP_DB)
    stored: Codes = np.clip(codes, 0, 65535).astype(np.uint16)
    return stored


def decode_levels(codes: Codes, offset_db: float) -> npt.NDArray[np.float32]:
    """Levels in dB of codes, plus `offset_db`."""
    levels = codes.astype(np.float32)
    levels *= np.float32(CODE_STEP_DB)
    levels += np.float32(CODE_FLOOR_DB + offset_db)
    return levels


def oversampling(sample_rate: int) -> int:
    """How many times the envelope is oversampled: 4, or 2 where the rate itself is high."""
    return 4 if sample_rate <= 50_000 else 2


def blind_db(sample_rate: int) -> float:
    """How far the envelope may read low: what peaks between its points, at worst (noise up to half the rate)."""
    return 1.0 if oversampling(sample_rate) == 4 else 3.0


class EnvelopeMeter:
    """Measures the envelope of a stream; the channels share one envelope."""

    def __init__(self, sample_rate: int) -> None:
        self._cell = cell_frames(sample_rate)
        self._factor = oversampling(sample_rate)
        self._chunks = ContextChunks(CONTEXT_FRAMES, CONTEXT_FRAMES)

    def settle(self, context: Block) -> None:
        """Tell what lies before the first block: `CONTEXT_FRAMES` at least."""
        self._chunks.settle(context)

    def push(self, block: Block) -> list[Codes]:
        """Take the next frames; return the codes of the chunks that are now complete."""
        return [self._measure(chunk, frames) for chunk, frames in self._chunks.push(block)]

    def flush(self) -> list[Codes]:
        """Codes of what is left; the last cell may be incomplete."""
        return [self._measure(chunk, frames) for chunk, frames in self._chunks.flush()]

    def _measure(self, chunk: Block, frames: int) -> Codes:
        peaks = run_peaks(chunk, self._factor, _RUN_FRAMES, self._cell, CONTEXT_FRAMES, _BETA)
        return encode_levels(peaks[: -(-frames // self._cell)])
