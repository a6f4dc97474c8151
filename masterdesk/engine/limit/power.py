"""K-weighted power in small cells, from which loudness after any gain curve is predicted."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.signal import sosfilt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.limit.grid import POWER_CELLS, cell_frames

Powers = npt.NDArray[np.float32]


def k_weighting_sos(sample_rate: int) -> npt.NDArray[np.float64]:
    """Second-order sections of the K-weighting (ITU-R BS.1770-5 Annex 1) at any rate, (2, 6).

    Bilinear transform of the standard's two filters, whose analog parameters
    follow from its 48 kHz coefficients.
    """
    k = math.tan(math.pi * 1681.974450955533 / sample_rate)
    quality = 0.7071752369554196
    high = 10.0 ** (3.999843853973347 / 20.0)
    band = high**0.4996667741545416
    a0 = 1.0 + k / quality + k * k
    shelf = [
        (high + band * k / quality + k * k) / a0,
        2.0 * (k * k - high) / a0,
        (high - band * k / quality + k * k) / a0,
    ]
    shelf += [1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0]
    k = math.tan(math.pi * 38.13547087602444 / sample_rate)
    quality = 0.5003270373238773
    a0 = 1.0 + k / quality + k * k
    highpass = [1.0, -2.0, 1.0, 1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0]
    return np.array([shelf, highpass])


class PowerMeter:
    """K-weighted power of each power cell, the channels added up (weights 1): all of it, and its bass.

    Bass is what is left of the weighted waveform in the mean over a pair of
    cells (-3 dB at 150 Hz at 44.1 and 48 kHz); each cell of the pair gets half.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._sos = k_weighting_sos(sample_rate)
        self._state = np.zeros((2, channels, 2))
        self._cell = cell_frames(sample_rate) * POWER_CELLS
        self._chunks = Rechunker(GRID_FRAMES)

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
        weighted, self._state = sosfilt(self._sos, chunk.astype(np.float64), axis=1, zi=self._state)
        pairs = weighted.reshape(weighted.shape[0], -1, 2 * self._cell)
        bass = np.repeat((pairs.mean(axis=2) ** 2).sum(axis=0), 2)
        np.multiply(weighted, weighted, out=weighted)
        cells = weighted.reshape(weighted.shape[0], -1, self._cell)
        powers: Powers = np.stack([cells.sum(axis=(0, 2)) / self._cell, bass]).astype(np.float32)
        return powers
