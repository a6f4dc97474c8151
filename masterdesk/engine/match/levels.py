"""What a match needs to know of a track or a reference: band powers over time, and how loud each moment is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.match.edge import kept_shares, known_bands
from masterdesk.engine.match.fine import FineBands
from masterdesk.engine.types.analysis import LongTermSpectrum, Timeline

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: Seconds between the points of a plan.
POINT_S = 0.5
#: Points over which loudness is read: the 3 s of EBU Tech 3342.
SHORT_TERM_POINTS = 6
#: A point sounds when its K-weighted power is above both gates, in dB against full scale and the mean.
ABSOLUTE_GATE_DB = -65.0
RELATIVE_GATE_DB = -30.0
#: Power of nothing.
NOTHING = 1e-16


@dataclass(frozen=True, eq=False)
class PointLevels:
    """Mean powers at plan points, (bands, points), of mid and side; `sounds` says which points count.

    `rank` is that of each point's short-term loudness among all that sound, 0 (quietest) to 1 (loudest);
    `known` says which bands lie below the edge that a codec or a sample rate left, `kept` (0 to 1) how much of each.
    """

    frequencies_hz: FloatArray
    mid: FloatArray
    side: FloatArray
    loudness: FloatArray
    sounds: BoolArray
    rank: FloatArray
    known: BoolArray
    kept: FloatArray

    @property
    def power(self) -> FloatArray:
        """Mid and side together."""
        return self.mid + self.side

    @property
    def missing_db(self) -> FloatArray:
        """What a band that was cut in part would have more if it went on as it began, in dB."""
        return np.asarray(-10.0 * np.log10(np.where(self.kept > 0.0, self.kept, 1.0)))

    @property
    def has_side(self) -> bool:
        """Whether there is a stereo image at all: a side within 60 dB of the mid."""
        return bool(self.side.sum() > 1e-6 * self.mid.sum())


def point_levels(timeline: Timeline, spectrum: LongTermSpectrum | None) -> PointLevels:
    """Gather a timeline into points of `POINT_S`.

    The windows of a timeline are too short to tell the lowest bands apart; the spectrum, where there is one,
    sets right what they are in the mean.
    """
    per_point = max(1, round(POINT_S / timeline.band_hop_s))
    mid, side = (gathered(power, per_point) for power in (timeline.band_mid_power, timeline.band_side_power))
    frequencies = np.asarray(timeline.band_frequencies_hz, dtype=np.float64)
    if spectrum is not None:
        fine = FineBands(spectrum, frequencies)
        mid, side = _with_mean(mid, fine.mid_power), _with_mean(side, fine.side_power)
    loudness = short_term(k_weights(frequencies) @ (mid + side))
    sounds = _sounding(loudness)
    known = known_bands(level_db((mid + side).mean(axis=1)), frequencies)
    kept = np.ones(frequencies.size) if spectrum is None else kept_shares(spectrum, frequencies)
    return PointLevels(frequencies, mid, side, loudness, sounds, _ranks(loudness, sounds), known, kept)


def gathered(values: npt.NDArray[np.floating], per_point: int) -> FloatArray:
    """Means of `per_point` values in a row along the last axis; the last mean is of what is left."""
    starts = np.arange(0, values.shape[-1], per_point)
    counts = np.minimum(per_point, values.shape[-1] - starts)
    return np.asarray(np.add.reduceat(values, starts, axis=-1, dtype=np.float64) / counts)


def short_term(power: FloatArray) -> FloatArray:
    """Mean over the 3 s around each point, of what there is of them."""
    kernel = np.ones(SHORT_TERM_POINTS)
    start = SHORT_TERM_POINTS // 2
    counts = np.convolve(np.ones(power.size), kernel)[start : start + power.size]
    return np.asarray(np.convolve(power, kernel)[start : start + power.size] / counts)


def level_db(power: npt.NDArray[np.floating]) -> FloatArray:
    """Power in dB, floored so that it stays finite."""
    return np.asarray(10.0 * np.log10(np.maximum(power, NOTHING)), dtype=np.float64)


def power_of(levels_db: FloatArray) -> FloatArray:
    """Levels or gains in dB as powers."""
    return np.asarray(10.0 ** (levels_db / 10.0))


def _with_mean(power: FloatArray, mean: FloatArray) -> FloatArray:
    own = power.mean(axis=1)
    factor = np.where((own > NOTHING) & (mean > NOTHING), mean / np.maximum(own, NOTHING), 1.0)
    return np.asarray(power * np.clip(factor, 0.1, 10.0)[:, np.newaxis])


def _sounding(loudness: FloatArray) -> BoolArray:
    over = loudness > 10.0 ** (ABSOLUTE_GATE_DB / 10.0)
    if not over.any():
        return np.asarray(over)
    return np.asarray(over & (loudness > loudness[over].mean() * 10.0 ** (RELATIVE_GATE_DB / 10.0)))


def _ranks(loudness: FloatArray, sounds: BoolArray) -> FloatArray:
    ordered = np.sort(loudness[sounds])
    if ordered.size < 2 or ordered[0] == ordered[-1]:
        return np.full(loudness.size, 0.5)
    return np.interp(loudness, ordered, np.linspace(0.0, 1.0, ordered.size))
