"""Loudness of what is heard (EBU Tech 3341 "EBU mode", live): momentary, short-term, integrated, range."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.cells import cell_edges
from masterdesk.engine.dsp.k_weighting import KWeighting
from masterdesk.engine.dsp.loudness import (
    HOPS_PER_SECOND,
    MOMENTARY_HOPS,
    SHORT_TERM_HOPS,
    max_lufs,
    sliding_mean,
)
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.live.gated_histogram import GatedHistogram

FloatArray = npt.NDArray[np.float64]

#: Cells of 10 ms, as in the analysis of a file.
CELLS_PER_SECOND = 100
CELLS_PER_HOP = CELLS_PER_SECOND // HOPS_PER_SECOND
MOMENTARY_CELLS = MOMENTARY_HOPS * CELLS_PER_HOP
SHORT_TERM_CELLS = SHORT_TERM_HOPS * CELLS_PER_HOP


class LiveLoudness:
    """Loudness of a stream that never ends, for mono and stereo; the same numbers as the analysis of a file."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._weighting = KWeighting(sample_rate, channels)
        self._power = CellPower(sample_rate)
        self._cells = np.zeros(0)
        self._cells_done = 0
        self._momentary_blocks, self._short_term_blocks = GatedHistogram(), GatedHistogram()
        self._max_momentary = self._max_short_term = 0.0
        self._gated: tuple[float | None, float | None] = None, None

    @property
    def integrated_lufs(self) -> float | None:
        """Gated loudness since the start."""
        return self._gated[0]

    @property
    def range_lu(self) -> float | None:
        """Loudness range since the start."""
        return self._gated[1]

    @property
    def momentary_lufs(self) -> float | None:
        """Loudness of the last 400 ms."""
        return self._last(MOMENTARY_CELLS)

    @property
    def short_term_lufs(self) -> float | None:
        """Loudness of the last 3 s."""
        return self._last(SHORT_TERM_CELLS)

    @property
    def max_momentary_lufs(self) -> float | None:
        """Loudest 400 ms since the start."""
        return max_lufs(np.array([self._max_momentary]))

    @property
    def max_short_term_lufs(self) -> float | None:
        """Loudest 3 s since the start."""
        return max_lufs(np.array([self._max_short_term]))

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames)."""
        cells = self._power.push(np.square(self._weighting.process(block)).sum(axis=0))
        if not len(cells):
            return
        self._append(cells)
        self._max_momentary = max(self._max_momentary, self._loudest_new(MOMENTARY_CELLS, len(cells)))
        self._max_short_term = max(self._max_short_term, self._loudest_new(SHORT_TERM_CELLS, len(cells)))
        first_hop = self._cells_done // CELLS_PER_HOP
        self._cells_done += len(cells)
        if self._cells_done // CELLS_PER_HOP > first_hop:
            self._gate(first_hop)

    def rest(self, duration_s: float) -> None:
        """Nothing is heard for a while: momentary and short-term loudness fall, what is counted since reset stays."""
        self._append(np.zeros(round(duration_s * CELLS_PER_SECOND)))

    def _append(self, cells: FloatArray) -> None:
        # A hop and a block more than the longest window, as gating blocks end at hops and not at cells.
        keep = SHORT_TERM_CELLS + CELLS_PER_HOP + len(cells)
        self._cells = np.concatenate([self._cells, cells])[-keep:]

    def _last(self, cells: int) -> float | None:
        return max_lufs(np.array([self._cells[-cells:].mean()])) if len(self._cells) >= cells else None

    def _loudest_new(self, window: int, new: int) -> float:
        return float(sliding_mean(self._cells[-(window + new - 1) :], window).max(initial=0.0))

    def _gate(self, first_hop: int) -> None:
        """Count the gating blocks that end with the hops from `first_hop` on."""
        past_hop = self._cells_done % CELLS_PER_HOP
        for hop in range(first_hop + 1, self._cells_done // CELLS_PER_HOP + 1):
            end = len(self._cells) - past_hop - (self._cells_done // CELLS_PER_HOP - hop) * CELLS_PER_HOP
            if hop >= MOMENTARY_HOPS:
                self._momentary_blocks.add(self._cells[end - MOMENTARY_CELLS : end].mean(keepdims=True))
            if hop >= SHORT_TERM_HOPS:
                self._short_term_blocks.add(self._cells[end - SHORT_TERM_CELLS : end].mean(keepdims=True))
        self._gated = self._momentary_blocks.integrated_lufs(), self._short_term_blocks.range_lu()


class CellPower:
    """Mean of every complete 10 ms of a series of powers, pushed in pieces of any size."""

    def __init__(self, sample_rate: int) -> None:
        self._edges = cell_edges(sample_rate, CELLS_PER_SECOND)
        self._scale = CELLS_PER_SECOND / sample_rate
        self._frame = 0
        self._open_sum = 0.0

    def push(self, power: FloatArray) -> FloatArray:
        """Take power per frame, (frames,); return the mean power of the cells that are now complete."""
        rate = int(self._edges[-1])
        first, last = self._frame, self._frame + len(power)
        seconds = np.arange(first // rate, last // rate + 1)[:, None] * rate
        edges = (seconds + self._edges[1:]).reshape(-1)
        edges = edges[(edges > first) & (edges <= last)] - first
        self._frame = last % rate
        if not len(edges):
            self._open_sum += float(power.sum())
            return np.zeros(0)
        sums = np.add.reduceat(power, np.concatenate([[0], edges[:-1]]))
        sums[-1] = power[edges[-2] if len(edges) > 1 else 0 : edges[-1]].sum()
        sums[0] += self._open_sum
        self._open_sum = float(power[edges[-1] :].sum())
        return np.asarray(sums * self._scale)
