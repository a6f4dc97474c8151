"""A plan: the numbers by which one track is processed, made from its analysis and a profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TonePlan:
    """Equalizer gains in dB, shape (bands, points), at `frequencies_hz`, one point per `hop_s` from the track's start.

    A point's gain is reached in the middle of its time; between the middles gains are interpolated, outside held.
    """

    hop_s: float
    frequencies_hz: FloatArray
    gain_db: FloatArray


@dataclass(frozen=True, eq=False)
class WidthPlan:
    """Gain of the side signal (L-R)/2 in dB at `frequencies_hz`, for the whole track."""

    frequencies_hz: FloatArray
    side_gain_db: FloatArray


@dataclass(frozen=True, eq=False)
class BandDynamicsPlan:
    """Gain in dB over the level of one band: `gain_db` at the rising levels `level_db`, held outside them.

    Levels are those of the mean power of the channels, full scale = power 1.
    The level falls by at most `release_db_per_s`; it and the gain are each smoothed by
    a window of `smoothing_ms`.
    """

    level_db: FloatArray
    gain_db: FloatArray
    smoothing_ms: float
    release_db_per_s: float


@dataclass(frozen=True)
class DynamicsPlan:
    """Multiband dynamics: `crossovers_hz` in rising order between `bands`, low first."""

    crossovers_hz: tuple[float, ...]
    bands: tuple[BandDynamicsPlan, ...]


@dataclass(frozen=True)
class Plan:
    """What is done to a track before the limiter; a part that is `None` changes nothing, to the bit."""

    tone: TonePlan | None = None
    width: WidthPlan | None = None
    dynamics: DynamicsPlan | None = None

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing at all is changed."""
        return self.tone is None and self.width is None and self.dynamics is None
