"""The dynamics of bands: how strongly each is pressed together or opened for its punch to be the reference's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.match.punch import CROSSOVERS_HZ
from masterdesk.engine.match.smooth import bounded
from masterdesk.engine.types.plan import BandDynamicsPlan, DynamicsPlan

FloatArray = npt.NDArray[np.float64]

#: Levels at which gains are given, in dBFS.
LEVELS_DB = np.arange(-72.0, 6.5, 0.5)
#: Over how much a gain turns, and the time of a fall of 10 dB, band by band from the low end up.
SMOOTHING_MS = (60.0, 40.0, 25.0, 15.0)
RELEASE_MS = (260.0, 200.0, 150.0, 110.0)
#: dB of gain per dB of level. Gently: band dynamics are the part of a match that is heard as an effect, while riding
#: and the limiter bring loudness range and crest factor along without it.
SLOPE_RANGE = (-0.12, 0.06)
MAX_DOWN_DB, MAX_UP_DB = 2.5, 1.5
#: A punch this near to the reference's is left as it is, in dB.
SAME_PUNCH_DB = 3.0
KNEE_DB = 8.0
#: Slopes below this do nothing worth a stage.
LEAST_SLOPE = 0.05
#: A band below this level has no dynamics to speak of.
SILENT_DB = -62.0


def bands_plan(slopes: FloatArray, held_db: FloatArray) -> DynamicsPlan | None:
    """Curves of `slopes` (bands,) dB per dB above the median of the levels `held_db` (bands, moments)."""
    if np.abs(slopes).max() < LEAST_SLOPE:
        return None
    bands = []
    for slope, levels, smoothing_ms, release_ms in zip(slopes, held_db, SMOOTHING_MS, RELEASE_MS, strict=True):
        heard = levels[levels > SILENT_DB]
        gain_db = _curve(float(slope), heard) if heard.size else np.zeros(LEVELS_DB.size)
        bands.append(BandDynamicsPlan(LEVELS_DB, gain_db, smoothing_ms, 10_000.0 / release_ms))
    return DynamicsPlan(CROSSOVERS_HZ, tuple(bands))


def next_slopes(slopes: FloatArray, seen_db: FloatArray, wanted_db: FloatArray) -> FloatArray:
    """The slopes to try next, after `slopes` gave the punch `seen_db` where `wanted_db` is wanted."""
    missing = wanted_db - seen_db
    worth = np.sign(missing) * np.maximum(np.abs(missing) - SAME_PUNCH_DB, 0.0)
    step = worth / np.maximum(seen_db, 1.5)
    return np.clip(slopes + step, *SLOPE_RANGE)


def _curve(slope: float, heard_db: FloatArray) -> FloatArray:
    """Gain over `LEVELS_DB`: a soft knee at the median (Giannoulis, Massberg, Reiss 2012, equation 4)."""
    over = np.minimum(LEVELS_DB, float(heard_db.max())) - float(np.median(heard_db))
    inside = (over + KNEE_DB / 2.0) ** 2 / (2.0 * KNEE_DB)
    bent = np.where(over < -KNEE_DB / 2.0, 0.0, np.where(over > KNEE_DB / 2.0, over, inside))
    return bounded(slope * bent, -MAX_DOWN_DB, MAX_UP_DB)
