"""How loud a track will be once its plan is carried out, foretold from the analysis alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND
from masterdesk.engine.plan.dynamics import held_db
from masterdesk.engine.types.analysis import Timeline
from masterdesk.engine.types.plan import BandDynamicsPlan, Plan, TonePlan, WidthPlan

FloatArray = npt.NDArray[np.float64]


def planned_power_per_hop(timeline: Timeline, plan: Plan) -> FloatArray:
    """K-weighted power of each 100 ms after tone, width and dynamics, on a scale of its own.

    Differences in loudness between parts of the track are right to some tenths of a decibel; levels are not meant.
    """
    weights = k_weights(timeline.band_frequencies_hz)
    power = np.zeros(timeline.band_mid_power.shape[1])
    for members, dynamics in _bands(timeline.band_frequencies_hz, plan):
        shaped = [_shaped(timeline, plan, third) for third in members]
        loud = sum((weights[third] * own for third, own in zip(members, shaped, strict=True)), np.zeros_like(power))
        if dynamics is not None:
            loud = loud * _gain(sum(shaped, np.zeros_like(power)), dynamics, timeline.band_hop_s)
        power += loud
    per_hop = max(1, round(1.0 / HOPS_PER_SECOND / timeline.band_hop_s))
    whole = power.size // per_hop * per_hop
    return np.asarray(power[:whole].reshape(-1, per_hop).mean(axis=1))


def _bands(frequencies_hz: npt.NDArray[np.floating], plan: Plan) -> Iterator[tuple[list[int], BandDynamicsPlan | None]]:
    """The thirds that make up each band of the dynamics."""
    if plan.dynamics is None:
        yield list(range(frequencies_hz.size)), None
        return
    members = np.searchsorted(plan.dynamics.crossovers_hz, frequencies_hz)
    for index, band in enumerate(plan.dynamics.bands):
        yield [int(third) for third in np.flatnonzero(members == index)], band


def _shaped(timeline: Timeline, plan: Plan, third: int) -> FloatArray:
    """Power of one third after tone and width."""
    side = timeline.band_side_power[third] * _side_power(plan.width, float(timeline.band_frequencies_hz[third]))
    return np.asarray((timeline.band_mid_power[third] + side) * _tone_power(timeline, plan.tone, third))


def _side_power(width: WidthPlan | None, frequency_hz: float) -> float:
    if width is None:
        return 1.0
    gain_db = np.interp(np.log2(frequency_hz), np.log2(width.frequencies_hz), width.side_gain_db)
    return float(10.0 ** (gain_db / 10.0))


def _tone_power(timeline: Timeline, tone: TonePlan | None, third: int) -> FloatArray | float:
    if tone is None:
        return 1.0
    moments = (np.arange(timeline.band_mid_power.shape[1]) + 0.5) * timeline.band_hop_s
    points = (np.arange(tone.gain_db.shape[1]) + 0.5) * tone.hop_s
    gain_db = np.interp(moments, points, _gain_db_at(tone, float(timeline.band_frequencies_hz[third])))
    return np.asarray(10.0 ** (gain_db / 10.0))


def _gain_db_at(tone: TonePlan, frequency_hz: float) -> FloatArray:
    """Gains over time at one frequency, straight over log frequency, held beyond the ends."""
    last = tone.frequencies_hz.size - 1
    at = float(np.interp(np.log2(frequency_hz), np.log2(tone.frequencies_hz), np.arange(last + 1)))
    lower = min(int(at), max(last - 1, 0))
    share = at - lower
    return np.asarray((1.0 - share) * tone.gain_db[lower] + share * tone.gain_db[min(lower + 1, last)])


def _gain(power: FloatArray, band: BandDynamicsPlan, hop_s: float) -> FloatArray:
    """Power gain of one band's dynamics."""
    heard = held_db(10.0 * np.log10(np.maximum(power, 1e-12)), band.release_db_per_s * hop_s)
    return np.asarray(10.0 ** (np.interp(heard, band.level_db, band.gain_db) / 10.0))
