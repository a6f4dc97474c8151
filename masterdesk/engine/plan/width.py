"""The stereo image's plan: side gains that bring each band's width into a good range, the mid untouched."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.plan.levels import TrackLevels
from masterdesk.engine.types.plan import WidthPlan
from masterdesk.engine.types.profile import WidthStyle

FloatArray = npt.NDArray[np.float64]

# Side-to-mid level ratios in dB between which the image is left alone. The shape (low end centered, width growing
# with frequency) is that of number-one records in Pestana and Reiss, Intelligent Audio Production Strategies
# Informed by Best Practices, AES 53rd Conference 2014, and of the bands of Tzanetakis, Jones, McNally, Stereo Panning
# Features for Classifying Recording Production Style, ISMIR 2007; the figures are our choice.
_ANCHORS_HZ = (20.0, 60.0, 120.0, 250.0, 500.0, 1000.0, 4000.0, 10000.0, 20000.0)
_NARROWEST_DB = (-60.0, -60.0, -24.0, -14.0, -12.0, -11.0, -9.0, -8.0, -8.0)
_WIDEST_DB = (-20.0, -18.0, -12.0, -6.0, -4.5, -4.0, -3.0, -2.0, -2.0)

#: Share of the way to the range that is taken.
STRENGTH = 0.75
MAX_WIDENING_DB = 5.0
MAX_NARROWING_DB = 6.0
#: Below this frequency the side is never raised and may be lowered further: the low end is centered.
CENTERED_BELOW_HZ = 140.0
MAX_CENTERING_DB = 12.0
#: Side-to-mid ratios (dB) between which widening fades out: such a side is noise, not an image.
NEARLY_MONO_DB = (-24.0, -34.0)
#: How far the loudness may move by the side alone, so that the mid keeps its level once loudness is matched.
MAX_LOUDNESS_CHANGE_DB = 0.7


def width_plan(levels: TrackLevels, style: WidthStyle | None, intensity: float, stereo_image: bool) -> WidthPlan | None:
    """Side gains of a profile, scaled by `intensity`, and of the stereo image correction; `None` if there are none."""
    if not levels.sounds or not levels.side_power.any():
        return None
    gain_db = np.zeros(levels.frequencies_hz.size)
    if style is not None:
        at = np.interp(np.log2(levels.frequencies_hz), np.log2(style.frequencies_hz), style.side_gain_db)
        gain_db += at * (intensity / 100.0)
    if stereo_image:
        gain_db += _image_gain_db(side_ratio_db(levels), levels.frequencies_hz)
    gain_db = _harmless(_not_of_noise(gain_db, side_ratio_db(levels)), levels)
    return WidthPlan(levels.frequencies_hz, gain_db) if np.abs(gain_db).max() > 0.01 else None


def side_ratio_db(levels: TrackLevels) -> FloatArray:
    """Level of side against mid per band over the whole track, in dB."""
    mid, side = levels.whole(levels.mid_power), levels.whole(levels.side_power)
    return np.asarray(10.0 * np.log10((side + 1e-14) / (mid + 1e-14)))


def width_range_db(frequencies_hz: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Narrowest and widest side-to-mid ratio, in dB, that is left alone at each frequency."""
    at = np.log2(frequencies_hz)
    anchors = np.log2(_ANCHORS_HZ)
    return np.interp(at, anchors, _NARROWEST_DB), np.interp(at, anchors, _WIDEST_DB)


def _image_gain_db(ratio_db: FloatArray, frequencies_hz: FloatArray) -> FloatArray:
    narrowest, widest = width_range_db(frequencies_hz)
    wanted = np.clip(ratio_db, narrowest, widest) - ratio_db
    is_low = frequencies_hz < CENTERED_BELOW_HZ
    lowest = np.where(is_low, -MAX_CENTERING_DB, -MAX_NARROWING_DB)
    highest = np.where(is_low, 0.0, MAX_WIDENING_DB)
    smooth = np.convolve(np.pad(STRENGTH * wanted, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    return np.asarray(np.clip(smooth, lowest, highest))


def _not_of_noise(gain_db: FloatArray, ratio_db: FloatArray) -> FloatArray:
    full, none = NEARLY_MONO_DB
    return np.where(gain_db > 0.0, gain_db * np.clip((ratio_db - none) / (full - none), 0.0, 1.0), gain_db)


def _harmless(gain_db: FloatArray, levels: TrackLevels) -> FloatArray:
    """The gains, scaled down until the loudness they add or take is small (found by bisection)."""
    weights = k_weights(levels.frequencies_hz)
    mid, side = weights * levels.whole(levels.mid_power), weights * levels.whole(levels.side_power)
    before = (mid + side).sum()

    def change_db(scale: float) -> float:
        return 10.0 * float(np.log10((mid + side * 10.0 ** (scale * gain_db / 10.0)).sum() / before))

    low, high = 0.0, 1.0
    if abs(change_db(1.0)) <= MAX_LOUDNESS_CHANGE_DB:
        return gain_db
    for _ in range(20):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if abs(change_db(middle)) <= MAX_LOUDNESS_CHANGE_DB else (low, middle)
    return low * gain_db
