"""Dynamics of less than a second: how far loud moments stand out of the seconds around them, band by band."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from masterdesk.engine.match.levels import NOTHING, level_db
from masterdesk.engine.types.analysis import Timeline

FloatArray = npt.NDArray[np.float64]

#: Between the bands whose dynamics are matched, as in the profiles.
CROSSOVERS_HZ = (120.0, 700.0, 4500.0)
#: Seconds that count as around a moment.
AROUND_S = 3.0
#: Share of the sounding moments that stays under what counts as punch.
PERCENTILE = 95.0
#: Moments this far under the mean of a band say nothing about it, in dB.
QUIET_DB = -40.0


def band_powers(timeline: Timeline, crossovers_hz: tuple[float, ...]) -> FloatArray:
    """Power between the crossovers at every moment, (bands, moments)."""
    members = np.searchsorted(crossovers_hz, timeline.band_frequencies_hz)
    starts = np.searchsorted(members, np.arange(len(crossovers_hz) + 1))
    return np.asarray(
        np.add.reduceat(timeline.band_mid_power + timeline.band_side_power, starts, axis=0), dtype=np.float64
    )


def punch_db(powers: FloatArray, hop_s: float) -> FloatArray:
    """Level of the louder moments against the mean power of the 3 s around, per band; 0 where a band is silent."""
    around = np.maximum(uniform_filter1d(powers, round(AROUND_S / hop_s), axis=1, mode="nearest"), NOTHING)
    found = np.zeros(len(powers))
    for band, (power, mean) in enumerate(zip(powers, around, strict=True)):
        counts = mean > max(power.mean() * 10.0 ** (QUIET_DB / 10.0), 1e-9)
        if counts.any():
            found[band] = np.percentile(level_db(power[counts] / mean[counts]), PERCENTILE)
    return found
