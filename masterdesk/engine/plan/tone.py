"""The dynamic equalizer's plan: from a track's balance, section by section, towards a profile's target."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.plan.levels import POINT_S, TrackLevels
from masterdesk.engine.types.plan import TonePlan
from masterdesk.engine.types.profile import ToneStyle

FloatArray = npt.NDArray[np.float64]

#: Share of the spread within which a balance is left as it is.
TOLERATED_SPREAD = 0.5
#: Time constant of the local balance within a section, and its share against the section's mean.
LOCAL_S = 4.0
LOCAL_SHARE = 0.3
#: A deficit beyond the first is no longer filled in full, beyond the second not at all: nothing is there to lift.
PLAUSIBLE_DEFICIT_DB = (12.0, 24.0)
#: Band levels (dBFS) between which a boost fades out: below is the noise of 16-bit sources.
NOISE_LEVEL_DB = (-82.0, -96.0)
#: Excess over the target at which a profile's own character has come to rest, and deficit at which it is full.
CHARACTER_RANGE_DB = 6.0
#: The gain curve is smoothed over time by this standard deviation after its slope was bounded.
SETTLE_S = 0.7


def tone_plan(levels: TrackLevels, style: ToneStyle, intensity: float) -> TonePlan | None:
    """Gains that take the track towards the style; `None` at intensity 0 or for silence.

    Every gain is the one of full intensity times `intensity` / 100, so that the
    way from 0 to 100 is straight.
    """
    if intensity <= 0.0 or not levels.sounds:
        return None
    style = style_at(style, levels.frequencies_hz)
    share = style.section_share
    whole_db = _level_db(levels.whole(levels.power))[:, np.newaxis]
    sections = [_section_balance(levels, start, stop, whole_db) for start, stop in itertools.pairwise(levels.sections)]
    gains = (1.0 - share) * _towards(whole_db, style) + share * _towards(np.concatenate(sections, axis=1), style)
    gains = _level_neutral(_bounded(_smooth_bands(gains), style), levels)
    gains = np.clip(gains, -style.max_cut_db[:, np.newaxis], style.max_boost_db[:, np.newaxis])
    gains = _settled(_slow(gains, style.max_rate_db_per_s * POINT_S))
    return TonePlan(POINT_S, levels.frequencies_hz, gains * (intensity / 100.0))


def style_at(style: ToneStyle, frequencies_hz: FloatArray) -> ToneStyle:
    """The same style with its arrays taken at other band frequencies."""

    def moved(values: FloatArray) -> FloatArray:
        return np.interp(np.log2(frequencies_hz), np.log2(style.frequencies_hz), values)

    return ToneStyle(
        frequencies_hz,
        moved(style.target_db),
        moved(style.deviation_db),
        moved(style.spread_db),
        moved(style.max_boost_db),
        moved(style.max_cut_db),
        moved(style.max_rate_db_per_s),
        style.strength,
        style.character,
        style.section_share,
    )


def shortfall_db(level_db: FloatArray, style: ToneStyle) -> FloatArray:
    """How much each band lacks (> 0) or exceeds (< 0) the target, in dB, levels aligned.

    `level_db` is (bands, points). Bands are aligned by their mean difference, first over all
    that sound, then again without those that lie implausibly far off.
    """
    difference = style.target_db[:, np.newaxis] - level_db
    weight = 1.0 / style.spread_db[:, np.newaxis] ** 2 * (level_db > NOISE_LEVEL_DB[1])
    for _ in range(3):
        center = (difference * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-12)
        weight = np.where(np.abs(difference - center) > PLAUSIBLE_DEFICIT_DB[0], 0.1 * weight, weight)
    return np.asarray(difference - center)


def _towards(level_db: FloatArray, style: ToneStyle) -> FloatArray:
    """Correction of what lies outside the tolerated spread, plus the profile's character where it is not there yet."""
    lacking = shortfall_db(level_db, style)
    tolerated = TOLERATED_SPREAD * style.spread_db[:, np.newaxis]
    outside = np.sign(lacking) * np.maximum(np.abs(lacking) - tolerated, 0.0)
    deviation = style.deviation_db[:, np.newaxis]
    still_missing = np.clip(0.5 + np.sign(deviation) * lacking / (2.0 * CHARACTER_RANGE_DB), 0.0, 1.0)
    gain = style.strength * outside + style.character * deviation * still_missing
    present = _fade(lacking, *PLAUSIBLE_DEFICIT_DB) * _fade(-level_db, -NOISE_LEVEL_DB[0], -NOISE_LEVEL_DB[1])
    return np.where(gain > 0.0, gain * present, gain)


def _fade(value: FloatArray, full: float, none: float) -> FloatArray:
    """1 up to `full`, falling to 0 at `none`."""
    return np.clip((none - value) / (none - full), 0.0, 1.0)


def _section_balance(levels: TrackLevels, start: int, stop: int, whole_db: FloatArray) -> FloatArray:
    """Band levels in dB at the points of one section: its mean, leaning to what sounds around each point."""
    power, weight = levels.power[:, start:stop], levels.weight[start:stop]
    total = weight.sum()
    if total <= 0.0:
        return np.broadcast_to(whole_db, power.shape)
    mean = (power * weight).sum(axis=1, keepdims=True) / total
    kernel = _gaussian(LOCAL_S / POINT_S)
    near = _convolved(weight[np.newaxis], kernel)
    local = (_convolved(power * weight, kernel) + 0.05 * mean) / (near + 0.05)
    return (1.0 - LOCAL_SHARE) * _level_db(mean) + LOCAL_SHARE * _level_db(local)


def _level_db(power: FloatArray) -> FloatArray:
    return 10.0 * np.log10(np.maximum(power, 1e-14))


def _gaussian(deviation: float) -> FloatArray:
    reach = int(np.ceil(3.0 * deviation))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    return np.asarray(kernel / kernel.sum())


def _convolved(rows: FloatArray, kernel: FloatArray) -> FloatArray:
    """Each row convolved with a symmetric kernel, its own length kept, nothing assumed beyond its ends."""
    reach = kernel.size // 2
    return np.stack([np.convolve(row, kernel)[reach : reach + row.size] for row in rows])


def _smooth_bands(gains: FloatArray) -> FloatArray:
    """Smooth over frequency: a gain curve turns over an octave, not over a third."""
    padded = np.pad(gains, ((2, 2), (0, 0)), mode="edge")
    kernel = _gaussian(0.7)[1:-1]
    kernel = kernel / kernel.sum()
    return np.asarray(sum(kernel[i] * padded[i : i + gains.shape[0]] for i in range(5)))


def _level_neutral(gains: FloatArray, levels: TrackLevels) -> FloatArray:
    """Shift the gains at each point so that the K-weighted power of a few seconds around it stays what it was."""
    weighted = k_weights(levels.frequencies_hz)[:, np.newaxis] * levels.power * levels.weight
    kernel = _gaussian(2.0 * LOCAL_S / POINT_S)
    around = _convolved(weighted, kernel) + 1e-3 * weighted.mean(axis=1, keepdims=True) + 1e-20
    changed = around * 10.0 ** (gains / 10.0)
    return np.asarray(gains - 10.0 * np.log10(changed.sum(axis=0) / around.sum(axis=0)))


def _bounded(gains: FloatArray, style: ToneStyle) -> FloatArray:
    """Gains that near their bounds instead of being cut off at them, so that the curve keeps its shape."""
    bounds = np.where(gains > 0.0, style.max_boost_db[:, np.newaxis], style.max_cut_db[:, np.newaxis])
    return np.asarray(bounds * np.tanh(gains / bounds))


def _slow(gains: FloatArray, max_step: FloatArray) -> FloatArray:
    """Bound the change from point to point by `max_step` per band.

    The mean of the lowest curve above and the highest curve below whose slope is
    bounded: it turns before and after a change alike, where a follower would lag.
    """
    over, under = gains.copy(), gains.copy()
    points = gains.shape[1]
    for ahead, back in ((range(1, points), -1), (range(points - 2, -1, -1), 1)):
        for point in ahead:
            np.maximum(over[:, point], over[:, point + back] - max_step, out=over[:, point])
            np.minimum(under[:, point], under[:, point + back] + max_step, out=under[:, point])
    return 0.5 * (over + under)


def _settled(gains: FloatArray) -> FloatArray:
    kernel = _gaussian(SETTLE_S / POINT_S)
    padded = np.pad(gains, ((0, 0), (kernel.size // 2, kernel.size // 2)), mode="edge")
    return np.stack([np.convolve(row, kernel, mode="valid") for row in padded])
