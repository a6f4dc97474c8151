"""A mastering style as data: what tone it aims for, how dynamics, low end and width behave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ToneStyle:
    """Target tonal balance and how the equalizer may move towards it.

    Arrays have one value per third octave of `frequencies_hz`. `target_db` is
    the wanted band level relative to 1 kHz of the common balance, of which
    `deviation_db` is this profile's own share; `spread_db` is one standard
    deviation among commercial recordings. A gain stays between `-max_cut_db` and
    `max_boost_db` and moves by at most `max_rate_db_per_s`. `strength` (0 to 1) is
    how much of a difference beyond the spread is corrected, `character` (0 to 1)
    how much of the deviation is applied to a track that is balanced already,
    `section_share` (0 to 1) how much a section's own balance counts against
    that of the whole track.
    """

    frequencies_hz: FloatArray
    target_db: FloatArray
    deviation_db: FloatArray
    spread_db: FloatArray
    max_boost_db: FloatArray
    max_cut_db: FloatArray
    max_rate_db_per_s: FloatArray
    strength: float
    character: float
    section_share: float


@dataclass(frozen=True)
class BandDynamicsStyle:
    """What happens to the level of one band, relative to the track's own levels in it.

    Above the level that `above_percentile` of the sounding time stays under, output
    rises `above_slope` dB per dB more than input (negative: compression of
    ratio 1 / (1 + slope); positive: expansion); likewise `below_slope` under the
    `below_percentile` level (positive: the output falls faster; negative: soft
    parts are lifted). `range_db` bounds either change. `smoothing_ms` is the attack:
    the window over which the gain turns; `release_ms` the time of a 10 dB fall.
    """

    above_percentile: float
    above_slope: float
    below_percentile: float
    below_slope: float
    knee_db: float
    range_db: float
    smoothing_ms: float
    release_ms: float


@dataclass(frozen=True)
class DynamicsStyle:
    """Multiband dynamics: `crossovers_hz` in rising order between `bands`, low first."""

    character: str
    crossovers_hz: tuple[float, ...]
    bands: tuple[BandDynamicsStyle, ...]


@dataclass(frozen=True, eq=False)
class WidthStyle:
    """Side gain of the profile itself, in dB per third octave of `frequencies_hz`; the mid is never touched."""

    frequencies_hz: FloatArray
    side_gain_db: FloatArray


@dataclass(frozen=True, eq=False)
class Profile:
    """One of the profiles a to n. `genre` is a short line, `promise` what it does to any track."""

    letter: str
    name: str
    genre: str
    promise: str
    description: str
    tone: ToneStyle
    dynamics: DynamicsStyle
    width: WidthStyle
