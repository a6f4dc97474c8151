"""Rides the level of sections, slowly, until their loudness is spread as that of the reference."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.match.levels import BoolArray, level_db
from masterdesk.engine.match.smooth import bounded, over_time

FloatArray = npt.NDArray[np.float64]

#: Ranks among all that sounds (0 quietest, 1 loudest) whose loudness is compared.
LOUDNESS_RANKS = np.array([0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99])
#: Index of the median among them.
MEDIAN = 4
#: A section's level is moved by no more than this against the loudness of the whole, in dB.
MAX_RIDE_DB = 8.0
#: Below the quietest twentieth by so many dB riding has come to rest: intros, fades and pauses stay what they are.
AT_REST_BELOW_DB = 20.0
#: Points (standard deviation) over which a ride turns.
RIDE_POINTS = 2.5
#: The relative gate of EBU Tech 3342, -20 LU, as a power.
RANGE_GATE = 0.01
#: Share of what is missing that one round makes up for.
STEP = 0.8


def loudness_spread_lu(loudness: FloatArray, sounds: BoolArray) -> FloatArray:
    """Short-term loudness at `LOUDNESS_RANKS` against the median, in LU, from its power at points."""
    found = np.quantile(level_db(loudness[_counted(loudness, sounds)]), LOUDNESS_RANKS)
    return np.asarray(found - found[MEDIAN])


def next_ride_db(ride_db: FloatArray, loudness: FloatArray, sounds: BoolArray, wanted_lu: FloatArray) -> FloatArray:
    """The ride (points,) to try next, after `ride_db` gave the short-term `loudness` where `wanted_lu` is wanted."""
    short_term_db, counted = level_db(loudness), _counted(loudness, sounds)
    quantiles = np.quantile(short_term_db[counted], LOUDNESS_RANKS)
    middle = quantiles[MEDIAN]
    missing = np.interp(short_term_db, quantiles, wanted_lu - (quantiles - middle))
    at_rest = np.clip((quantiles[0] - short_term_db) / AT_REST_BELOW_DB, 0.0, 1.0)
    wanted = ride_db + STEP * missing
    # Loudness as a whole stays: smoothing would let the ride drift to a bound, round by round, and rests rise over it.
    wanted -= np.average(wanted[counted], weights=loudness[counted])
    turned = over_time(wanted[np.newaxis], RIDE_POINTS)[0] * (1.0 - at_rest)
    return bounded(turned, -MAX_RIDE_DB, MAX_RIDE_DB)


def _counted(loudness: FloatArray, sounds: BoolArray) -> BoolArray:
    """What the loudness range counts: all that sounds, down to 20 LU under its mean."""
    return np.asarray(sounds & (loudness >= RANGE_GATE * loudness[sounds].mean()))
