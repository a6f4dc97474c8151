"""Rides the level of sections, slowly, until the loudness range is that of the reference."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.match.levels import BoolArray, level_db
from masterdesk.engine.match.smooth import bounded, over_time

FloatArray = npt.NDArray[np.float64]

#: A section's level is moved by no more than this, in dB.
MAX_RIDE_DB = 8.0
#: dB of output per dB of input: bounds of how far a range is pressed together or drawn apart.
SLOPE_RANGE = (0.3, 2.0)
#: Below the quietest twentieth by so many dB riding has come to rest: intros, fades and pauses stay what they are.
AT_REST_BELOW_DB = 20.0
#: Points (standard deviation) over which a ride turns.
RIDE_POINTS = 3.0


def ride_db(loudness: FloatArray, sounds: BoolArray, slope: float) -> FloatArray:
    """Gain at each point, (points,), by which short-term loudness keeps `slope` of its distance from the median."""
    if slope == 1.0 or not sounds.any():
        return np.zeros(loudness.size)
    short_term_db = level_db(loudness)
    middle, low = np.median(short_term_db[sounds]), np.percentile(short_term_db[sounds], 5.0)
    wanted = (slope - 1.0) * (np.maximum(short_term_db, low) - middle)
    heard = np.clip(1.0 - (low - short_term_db) / AT_REST_BELOW_DB, 0.0, 1.0)
    ridden = bounded(wanted * heard, -MAX_RIDE_DB, MAX_RIDE_DB)
    return np.asarray(over_time(ridden[np.newaxis], RIDE_POINTS)[0])


def next_slope(slope: float, seen_lu: float, wanted_lu: float) -> float:
    """The slope to try next, after `slope` gave the range `seen_lu` where `wanted_lu` is wanted."""
    return float(np.clip(slope * (wanted_lu / max(seen_lu, 0.5)), *SLOPE_RANGE))
