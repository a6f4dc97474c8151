"""K-weighted power in small cells, from which loudness after any gain curve is predicted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.k_weighting import KWeighting
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.limit.grid import POWER_CELLS, cell_frames

Powers = npt.NDArray[np.float32]


class PowerMeter:
    """K-weighted power of each power cell, the channels added up (weights 1): all of it, and its bass.

    Bass is what is left of the weighted waveform in the mean over a pair of
    cells (-3 dB at 150 Hz at 44.1 and 48 kHz); each cell of the pair gets half.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._weighting = KWeighting(sample_rate, channels, np.float32)
        self._cell = cell_frames(sample_rate) * POWER_CELLS
        self._mean_of_cell = np.full(self._cell, 1.0 / self._cell, dtype=np.float32)
        self._mean_of_pair = np.full(2 * self._cell, 0.5 / self._cell, dtype=np.float32)
        self._chunks = Rechunker(GRID_FRAMES)

    def settle(self, context: Block) -> None:
        """Tell what lies before the first block."""
        self._weighting.process(context)

    def push(self, block: Block) -> list[Powers]:
        """Take the next frames; return the powers of the chunks that are now complete, (2, cells) each."""
        return [self._measure(chunk) for chunk in self._chunks.push(block)]

    def flush(self) -> list[Powers]:
        """Powers of what is left; an incomplete last pair of cells is filled up with silence."""
        rest = self._chunks.rest()
        if rest is None:
            return []
        fill = -rest.shape[1] % (2 * self._cell)
        return [self._measure(np.pad(rest, ((0, 0), (0, fill))))]

    def _measure(self, chunk: Block) -> Powers:
        weighted = self._weighting.process(chunk)
        pairs = weighted.reshape(len(weighted), -1, 2 * self._cell) @ self._mean_of_pair
        bass = np.repeat((pairs * pairs).sum(axis=0), 2)
        np.multiply(weighted, weighted, out=weighted)
        cells = weighted.reshape(len(weighted), -1, self._cell) @ self._mean_of_cell
        return np.stack([cells.sum(axis=0), bass])
