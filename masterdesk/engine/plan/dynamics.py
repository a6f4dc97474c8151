"""The multiband dynamics' plan: where in the track's own levels each band begins to act, and by how much."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.plan.levels import sounding_moments
from masterdesk.engine.types.analysis import Timeline
from masterdesk.engine.types.plan import BandDynamicsPlan, DynamicsPlan, TonePlan
from masterdesk.engine.types.profile import BandDynamicsStyle, DynamicsStyle

FloatArray = npt.NDArray[np.float64]

#: Levels at which gains are given, in dBFS.
LEVELS_DB = np.arange(-72.0, 6.5, 0.5)
#: Below the median level by this much, and below this level, nothing is lifted or lowered any more.
QUIET_BELOW_MEDIAN_DB = (24.0, 36.0)
SILENT_DB = (-62.0, -72.0)
#: What a curve takes from or adds to a band, and all of them to the loudness, is made up for by no more than this.
MAX_MAKEUP_DB = 3.0


def dynamics_plan(
    timeline: Timeline, tone: TonePlan | None, style: DynamicsStyle, intensity: float
) -> DynamicsPlan | None:
    """Gain curves per band; `None` at intensity 0 or for silence."""
    sounding = sounding_moments(timeline)
    if intensity <= 0.0 or not sounding.any():
        return None
    members = np.searchsorted(style.crossovers_hz, timeline.band_frequencies_hz)
    curves, before, after = [], 0.0, 0.0
    for index, band in enumerate(style.bands):
        power, loudness = _powers(timeline, tone, members == index, sounding)
        heard, gain_db = _band(power, timeline.band_hop_s, band, intensity / 100.0)
        before += loudness.sum()
        after += (loudness * 10.0 ** (np.interp(heard, LEVELS_DB, gain_db) / 10.0)).sum()
        curves.append(gain_db)
    makeup_db = -_limited(10.0 * float(np.log10(after / before)))
    bands = (_band_plan(band, curve + makeup_db) for band, curve in zip(style.bands, curves, strict=True))
    return DynamicsPlan(style.crossovers_hz, tuple(bands))


def _powers(
    timeline: Timeline, tone: TonePlan | None, inside: npt.NDArray[np.bool_], sounding: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Power, and K-weighted power, of some thirds together, after the tone plan, at the moments that sound."""
    power, loudness = np.zeros(int(sounding.sum())), np.zeros(int(sounding.sum()))
    weights = k_weights(timeline.band_frequencies_hz)
    for third in np.flatnonzero(inside):
        own = timeline.band_mid_power[third] + timeline.band_side_power[third]
        own = own[sounding] * _tone_power(timeline, tone, int(third))[sounding]
        power += own
        loudness += weights[third] * own
    return power, loudness


def _band_plan(style: BandDynamicsStyle, gain_db: FloatArray) -> BandDynamicsPlan:
    return BandDynamicsPlan(LEVELS_DB, gain_db, style.smoothing_ms, _release_db_per_s(style))


def _release_db_per_s(style: BandDynamicsStyle) -> float:
    return 10_000.0 / style.release_ms


def _tone_power(timeline: Timeline, tone: TonePlan | None, third: int) -> FloatArray:
    """Power gain of the tone plan in one third at every moment of the timeline."""
    moments = (np.arange(timeline.band_mid_power.shape[1]) + 0.5) * timeline.band_hop_s
    if tone is None:
        return np.ones(moments.size)
    points = (np.arange(tone.gain_db.shape[1]) + 0.5) * tone.hop_s
    return np.asarray(10.0 ** (np.interp(moments, points, tone.gain_db[third]) / 10.0))


def _band(power: FloatArray, hop_s: float, style: BandDynamicsStyle, amount: float) -> tuple[FloatArray, FloatArray]:
    """The level of a band as its detector hears it, and the gain over `LEVELS_DB`."""
    heard = held_db(10.0 * np.log10(np.maximum(power, 1e-12)), _release_db_per_s(style) * hop_s)
    if np.median(heard) < SILENT_DB[0]:
        return heard, np.zeros(LEVELS_DB.size)
    gain_db = amount * _curve(heard, style)
    return heard, gain_db - _level_change_db(heard, power, gain_db)


def held_db(level_db: FloatArray, step_db: float) -> FloatArray:
    """The level as the detector sees it: it rises at once and falls by at most `step_db` per moment."""
    fall = np.arange(level_db.size) * step_db
    return np.asarray(np.maximum.accumulate(level_db + fall) - fall)


def _curve(heard: FloatArray, style: BandDynamicsStyle) -> FloatArray:
    """Gain over `LEVELS_DB`: soft knees at two levels of the track itself, after Giannoulis, Massberg, Reiss (2012)."""
    upper, lower = np.percentile(heard, (style.above_percentile, style.below_percentile))
    above = style.above_slope * _knee(LEVELS_DB - upper, style.knee_db)
    below = -style.below_slope * _knee(lower - LEVELS_DB, style.knee_db)
    median = float(np.median(heard))
    quiet = _fade(median - LEVELS_DB, *QUIET_BELOW_MEDIAN_DB) * _fade(-LEVELS_DB, -SILENT_DB[0], -SILENT_DB[1])
    return _saturated(above, style.range_db) + _saturated(below, style.range_db) * quiet


def _knee(over_db: FloatArray, knee_db: float) -> FloatArray:
    """0 well below, `over_db` well above, a parabola over `knee_db` between (equation 4 of the paper)."""
    inside = (over_db + knee_db / 2.0) ** 2 / (2.0 * knee_db)
    return np.where(over_db < -knee_db / 2.0, 0.0, np.where(over_db > knee_db / 2.0, over_db, inside))


def _saturated(gain_db: FloatArray, range_db: float) -> FloatArray:
    return range_db * np.tanh(gain_db / range_db)


def _fade(value: FloatArray, full: float, none: float) -> FloatArray:
    return np.clip((none - value) / (none - full), 0.0, 1.0)


def _level_change_db(heard: FloatArray, power: FloatArray, gain_db: FloatArray) -> float:
    """By how much the curve would change the level of the band as heard: taken back, it leaves the tone alone.

    Moments count by their amplitude. Counted by power, a few loud strokes would have all between them raised.
    """
    amplitude = np.sqrt(power)
    change = float((amplitude * np.interp(heard, LEVELS_DB, gain_db)).sum() / amplitude.sum())
    return _limited(change)


def _limited(change_db: float) -> float:
    return min(max(change_db, -MAX_MAKEUP_DB), MAX_MAKEUP_DB)
