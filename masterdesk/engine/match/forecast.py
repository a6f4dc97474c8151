"""What a track will be once a plan has had it, foretold from its timeline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.dsp.loudness import range_of_short_term
from masterdesk.engine.match.crossovers import crossover_shares
from masterdesk.engine.match.fine import FineBands
from masterdesk.engine.match.levels import (
    NOTHING,
    POINT_S,
    PointLevels,
    gathered,
    level_db,
    point_levels,
    power_of,
    short_term,
)
from masterdesk.engine.match.moves import Moves
from masterdesk.engine.match.punch import CROSSOVERS_HZ, punch_db
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.plan import BandDynamicsPlan, DynamicsPlan

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outlook:
    """A track as forecast: mean powers of its bands (of mid, of side), its loudness range and the punch of its bands.

    `loudness` is the K-weighted power of the 3 s around each point, `held_db` the levels of the dynamics' bands as
    their detectors see them, (bands, moments).
    """

    mid: FloatArray
    side: FloatArray
    range_lu: float
    punch_db: FloatArray
    loudness: FloatArray
    held_db: FloatArray

    @property
    def level_db(self) -> FloatArray:
        """Level of each band, mid and side together."""
        return level_db(self.mid + self.side)

    @property
    def side_ratio_db(self) -> FloatArray:
        """Side against mid per band."""
        return level_db(self.side) - level_db(self.mid)


class Forecast:
    """Forecasts for one track.

    The limiter is not part of them: what it does to a long-term spectrum is within some tenths of a decibel, and
    follows single peaks, not the levels of bands.
    """

    def __init__(self, analysis: Analysis) -> None:
        timeline = analysis.timeline
        self.levels: PointLevels = point_levels(timeline, analysis.spectrum)
        self._hop_s = timeline.band_hop_s
        self._moments = np.asarray(timeline.band_mid_power + timeline.band_side_power)
        self._per_point = max(1, round(POINT_S / timeline.band_hop_s))
        self._fine = FineBands(analysis.spectrum, self.levels.frequencies_hz)
        self._shares = crossover_shares(CROSSOVERS_HZ, self.levels.frequencies_hz)
        self._weights = k_weights(self.levels.frequencies_hz) * analysis.format.channels

    def look(self, moves: Moves) -> Outlook:
        """The track under these moves."""
        levels = self.levels
        mid_db = self._fine.mid_through_db(moves.static_db)
        side_db = self._fine.side_through_db(moves.static_db + moves.side_db)
        powers = self._band_powers(mid_db, moves.moving_db)
        held_db, changed = _through_dynamics(powers, moves.dynamics, self._hop_s)
        moving = power_of(moves.moving_db) * self._per_third(powers, changed)
        mid, side = levels.mid * power_of(mid_db[:, np.newaxis]), levels.side * power_of(side_db[:, np.newaxis])
        mid, side = mid * moving, side * moving
        heard = short_term(self._weights @ (mid + side))
        return Outlook(
            mid=mid.mean(axis=1),
            side=side.mean(axis=1),
            range_lu=range_of_short_term(heard) or 0.0,
            punch_db=punch_db(changed, self._hop_s),
            loudness=heard,
            held_db=held_db,
        )

    def _band_powers(self, static_db: FloatArray, moving_db: FloatArray) -> FloatArray:
        """Powers of the dynamics' bands at every moment after the equalizer, (bands, moments)."""
        shares = self._shares**2
        powers = (shares * power_of(static_db)).astype(np.float32) @ self._moments
        before = self.levels.power * power_of(static_db[:, np.newaxis])
        change = (shares @ (before * power_of(moving_db))) / np.maximum(shares @ before, NOTHING)
        at = (np.arange(powers.shape[1]) + 0.5) * self._hop_s
        points = (np.arange(change.shape[1]) + 0.5) * POINT_S
        return np.asarray([power * np.interp(at, points, row) for power, row in zip(powers, change, strict=True)])

    def _per_third(self, powers: FloatArray, changed: FloatArray) -> FloatArray:
        """Power gain of the dynamics in each third octave at each point; between two bands their gains mix."""
        before, after = gathered(powers, self._per_point), gathered(changed, self._per_point)
        return np.asarray((self._shares.T @ np.sqrt(after / np.maximum(before, NOTHING))) ** 2)


def held(levels_db: FloatArray, step_db: float) -> FloatArray:
    """Levels as a detector sees them: they rise at once and fall by at most `step_db` per moment."""
    fall = np.arange(levels_db.shape[-1]) * step_db
    return np.asarray(np.maximum.accumulate(levels_db + fall, axis=-1) - fall)


def _through_dynamics(powers: FloatArray, plan: DynamicsPlan | None, hop_s: float) -> tuple[FloatArray, FloatArray]:
    """Levels as the detectors see them, and the powers after the dynamics, (bands, moments)."""
    levels_db = level_db(np.maximum(powers, 1e-12))
    if plan is None:
        return levels_db, powers
    held_db = np.stack(
        [held(row, band.release_db_per_s * hop_s) for row, band in zip(levels_db, plan.bands, strict=True)]
    )
    gains = np.stack([_gain_db(row, band) for row, band in zip(held_db, plan.bands, strict=True)])
    return held_db, powers * power_of(gains)


def _gain_db(levels_db: FloatArray, band: BandDynamicsPlan) -> FloatArray:
    return np.interp(levels_db, band.level_db, band.gain_db)
