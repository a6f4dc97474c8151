"""Loudness of a stream: momentary, short-term, integrated, range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.cells import cell_edges, cell_products, complete_cells
from masterdesk.engine.dsp.k_weighting import KWeighting
from masterdesk.engine.dsp.loudness import (
    HOPS_PER_SECOND,
    MOMENTARY_S,
    SHORT_TERM_S,
    channel_weights,
    integrated_lufs,
    loudness_range_lu,
    lufs_from_power,
    max_lufs,
    momentary_power,
    short_term_power,
)
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.types.audio_format import AudioFormat

FloatArray = npt.NDArray[np.float64]

#: Cells of 10 ms: the hop at which the largest momentary and short-term loudness are sought.
CELLS_PER_SECOND = 100
PIECE_CELLS = 30_000
CELLS_PER_HOP = CELLS_PER_SECOND // HOPS_PER_SECOND


class LoudnessMeter:
    """Collects the K-weighted power of every complete 10 ms.

    It is fed whole seconds, and once, at the end, what is left.
    """

    def __init__(self, audio_format: AudioFormat) -> None:
        self._rate = audio_format.sample_rate
        self._weighting = KWeighting(self._rate, audio_format.channels)
        self._weights = channel_weights(audio_format.channel_order, audio_format.channels)
        self._edges = cell_edges(self._rate, CELLS_PER_SECOND)
        self._powers: list[FloatArray] = []

    def push(self, second: Block) -> None:
        """Take the next second, (channels, sample_rate), or the rest of the track."""
        weighted = self._weighting.process(second)
        energy = cell_products(weighted, weighted, complete_cells(self._edges, second.shape[1]))
        self._powers.append(self._weights @ energy * (CELLS_PER_SECOND / self._rate))

    def finish(self) -> LoudnessCurve:
        """The power of all cells."""
        return LoudnessCurve(np.concatenate(self._powers) if self._powers else np.zeros(0))


@dataclass(frozen=True, eq=False)
class LoudnessCurve:
    """K-weighted power per 10 ms of a whole track, and the readings from it (`None`: no reading)."""

    power_per_cell: FloatArray

    @property
    def power_per_hop(self) -> FloatArray:
        """K-weighted power of every complete 100 ms."""
        whole = len(self.power_per_cell) // CELLS_PER_HOP * CELLS_PER_HOP
        return np.asarray(self.power_per_cell[:whole].reshape(-1, CELLS_PER_HOP).mean(axis=1))

    def integrated_lufs(self) -> float | None:
        """Gated loudness of the whole track."""
        return integrated_lufs(self.power_per_hop)

    def range_lu(self) -> float | None:
        """Loudness range."""
        return loudness_range_lu(self.power_per_hop)

    def max_momentary_lufs(self) -> float | None:
        """Loudest 400 ms, sought every 10 ms."""
        return self._loudest(momentary_power, MOMENTARY_S)

    def max_short_term_lufs(self) -> float | None:
        """Loudest 3 s, sought every 10 ms."""
        return self._loudest(short_term_power, SHORT_TERM_S)

    def _loudest(self, power_of: Callable[[FloatArray, int], FloatArray], window_s: float) -> float | None:
        """Loudest window, piece by piece: a long track has a million cells."""
        overlap = round(window_s * CELLS_PER_SECOND) - 1
        pieces = (
            self.power_per_cell[start : start + PIECE_CELLS + overlap]
            for start in range(0, len(self.power_per_cell), PIECE_CELLS)
        )
        return max_lufs(np.array([power_of(piece, CELLS_PER_SECOND).max(initial=0.0) for piece in pieces]))

    def momentary_lufs(self, hops: int) -> FloatArray:
        """Loudness of the 400 ms up to the end of each of `hops` hops of 100 ms; -inf where incomplete."""
        return _ending_at_hops(momentary_power(self.power_per_hop), hops, len(self.power_per_hop))

    def short_term_lufs(self, hops: int) -> FloatArray:
        """Loudness of the 3 s up to the end of each of `hops` hops of 100 ms; -inf where incomplete."""
        return _ending_at_hops(short_term_power(self.power_per_hop), hops, len(self.power_per_hop))


def _ending_at_hops(power: FloatArray, hops: int, complete_hops: int) -> FloatArray:
    readings = np.full(hops, -np.inf)
    readings[complete_hops - len(power) : complete_hops] = lufs_from_power(power)
    return readings
