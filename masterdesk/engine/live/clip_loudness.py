"""Loudness of a clip: over its time, and as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import masterdesk.engine.dsp.loudness as gating
from masterdesk.engine.dsp.k_weighting import KWeighting
from masterdesk.engine.dsp.loudness import (
    HOPS_PER_SECOND,
    MOMENTARY_HOPS,
    SHORT_TERM_HOPS,
    lufs_from_power,
    momentary_power,
    short_term_power,
)
from masterdesk.engine.live.loudness import CELLS_PER_HOP, CellPower

FloatArray = npt.NDArray[np.float64]

_BLOCK_FRAMES = 1 << 16


@dataclass(frozen=True, eq=False)
class LoudnessSeries:
    """Momentary and short-term loudness at `times_s`, one value per 0.1 s, -inf where nothing can be read.

    As in a timeline, a reading is that of the window that ends at its time.
    """

    times_s: FloatArray
    momentary_lufs: FloatArray
    short_term_lufs: FloatArray


def loudness_series(
    samples: npt.NDArray[np.floating], sample_rate: int, start_s: float = 0.0, ramps_in: bool = False
) -> LoudnessSeries:
    """Loudness over a mono or stereo clip, (channels, frames), whose first frame lies at `start_s` of its track.

    The first short-term reading stands 3 s into the clip: the window is all there is. With `ramps_in`
    readings begin after 0.4 s and are of all the clip so far, up to 3 s.
    """
    per_hop = _power_per_hop(samples, sample_rate)
    hops = len(per_hop)
    times_s = start_s + np.arange(1, hops + 1) / HOPS_PER_SECOND
    short_term = _lufs(short_term_power(per_hop), hops)
    if ramps_in:
        first, last = MOMENTARY_HOPS - 1, min(SHORT_TERM_HOPS - 1, hops)
        so_far = np.cumsum(per_hop[:last]) / np.arange(1, last + 1)
        short_term[first:last] = lufs_from_power(so_far[first:])
    return LoudnessSeries(times_s, _lufs(momentary_power(per_hop), hops), short_term)


def integrated_lufs(samples: npt.NDArray[np.floating], sample_rate: int) -> float | None:
    """Integrated loudness of a mono or stereo clip, (channels, frames); `None` for silence and less than 0.4 s."""
    return gating.integrated_lufs(_power_per_hop(samples, sample_rate))


def _power_per_hop(samples: npt.NDArray[np.floating], sample_rate: int) -> FloatArray:
    """K-weighted power of every complete 100 ms."""
    weighting, power = KWeighting(sample_rate, len(samples)), CellPower(sample_rate)
    cells = [
        power.push(np.square(weighting.process(samples[:, first : first + _BLOCK_FRAMES])).sum(axis=0))
        for first in range(0, samples.shape[1], _BLOCK_FRAMES)
    ]
    per_cell = np.concatenate([np.zeros(0), *cells])
    return np.asarray(
        per_cell[: len(per_cell) // CELLS_PER_HOP * CELLS_PER_HOP].reshape(-1, CELLS_PER_HOP).mean(axis=1)
    )


def _lufs(power: FloatArray, hops: int) -> FloatArray:
    return np.concatenate([np.full(hops - len(power), -np.inf), lufs_from_power(power)])
