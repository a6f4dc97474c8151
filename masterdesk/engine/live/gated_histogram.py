"""Gated loudness of any length of sound in a memory that does not grow."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import (
    ABSOLUTE_GATE_LUFS,
    OFFSET_LUFS,
    RANGE_PERCENTILES,
    RANGE_RELATIVE_GATE_LU,
    RELATIVE_GATE_LU,
    lufs_from_power,
    power_from_lufs,
)

BIN_LU = 0.01
HIGHEST_LUFS = 70.0
BINS = round((HIGHEST_LUFS - ABSOLUTE_GATE_LUFS) / BIN_LU)


class GatedHistogram:
    """Counts and sums of the powers of gating blocks above the absolute gate, in bins of 0.01 LU.

    As sums are kept beside the counts, only blocks in the very bin of the
    relative gate can be judged wrongly: integrated loudness agrees with that of
    all blocks to 0.001 LU, loudness range to 0.02 LU.
    """

    def __init__(self) -> None:
        self._counts = np.zeros(BINS, dtype=np.int64)
        self._sums = np.zeros(BINS)
        self._least = power_from_lufs(ABSOLUTE_GATE_LUFS)

    def add(self, power: npt.NDArray[np.float64]) -> None:
        """Count blocks by their K-weighted power, (blocks,)."""
        power = power[power > self._least]
        if len(power):
            bins = self._bin(lufs_from_power(power))
            np.add.at(self._counts, bins, 1)
            np.add.at(self._sums, bins, power)

    def integrated_lufs(self) -> float | None:
        """Loudness by the two gates of BS.1770-5; `None` if nothing passes them."""
        counts, sums = self._above(RELATIVE_GATE_LU)
        return OFFSET_LUFS + 10.0 * math.log10(sums.sum() / counts.sum()) if len(counts) else None

    def range_lu(self) -> float | None:
        """Loudness range by EBU Tech 3342, taken that the blocks are 3 s windows; `None` if nothing passes the gate."""
        counts, sums = self._above(RANGE_RELATIVE_GATE_LU)
        if not len(counts):
            return None
        last_rank = np.cumsum(counts) - 1
        ranks = [math.floor(last_rank[-1] * percent / 100.0 + 0.5) for percent in RANGE_PERCENTILES]
        low, high = (sums[at] / counts[at] for at in np.searchsorted(last_rank, ranks))
        return float(10.0 * math.log10(high / low))

    def _above(self, gate_lu: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Counts and sums of the occupied bins whose blocks pass the relative gate."""
        occupied = np.flatnonzero(self._counts)
        counts, sums = self._counts[occupied], self._sums[occupied]
        if not len(counts):
            return counts, sums
        passes = sums / counts > sums.sum() / counts.sum() * 10.0 ** (gate_lu / 10.0)
        return counts[passes], sums[passes]

    def _bin(self, lufs: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
        return np.clip(((lufs - ABSOLUTE_GATE_LUFS) / BIN_LU).astype(np.intp), 0, BINS - 1)
