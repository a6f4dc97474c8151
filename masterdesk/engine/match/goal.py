"""Where a track shall go: its reference's balance, image and movement, as far as this is sane."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.match.levels import PointLevels, level_db, power_of
from masterdesk.engine.match.reference import at_ranks, local_balance_db, section_balance_db
from masterdesk.engine.match.smooth import bounded, over_bands, over_time, slope_limited
from masterdesk.engine.types.match import Match, MatchTone

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: No band is raised or lowered by more, against the loudness of the whole.
MAX_BOOST_DB, MAX_CUT_DB = 15.0, 30.0
#: Neighboring third octaves' gains differ by no more, above and below the frequency from which bands are so narrow that
#: a steeper filter rings before strokes.
MAX_STEP_DB, MAX_LOW_STEP_DB, LOW_STEPS_HZ = 10.0, 7.0, 200.0
#: Mean band levels (dBFS) between which a boost fades out: below is the noise of 16-bit sources.
NOISE_DB = (-82.0, -96.0)
#: A band that only the track has follows its neighbor within these bounds.
UNKNOWN_RANGE_DB = (-6.0, 3.0)
#: Sections move around the static curve by no more than this, and over this many points (standard deviation).
MAX_SECTION_DB = 4.0
SECTION_POINTS = 5.0
#: Share of a section's own distance that is made up, and how many standard deviations of the reference are left.
SECTION_SHARE = 0.6
TOLERATED_DEVIATIONS = 2.0

#: Bounds of what the side is raised and lowered by, against the mid.
MAX_WIDENING_DB, MAX_NARROWING_DB = 16.0, 18.0
#: No band gets wider than this (side against mid, dB) at these frequencies, and as at their ends beyond them, if it is
#: not already: channels never turn against each other, and folded down to mono the lows lose 1 dB at 40 Hz and 1.8 dB
#: at 80 Hz, less than the 3 dB that a band with as much side as mid loses.
WIDEST_HZ, WIDEST_DB = (40.0, 80.0, 160.0), (-6.0, -3.0, 0.0)
#: Side-to-mid ratios between which widening fades out: such a side is noise, not an image.
NEARLY_MONO_DB = (-28.0, -42.0)
#: A band of the reference this far under its whole says nothing about width: noise is as wide as it is loud.
LEAST_LEVEL_DB = -70.0


def tone_change_db(levels: PointLevels, match: Match) -> FloatArray:
    """How far each band goes, (bands,): the reference's balance less the track's, bounded and smooth."""
    power = levels.power.mean(axis=1)
    own_db = level_db(power / power.sum()) + levels.missing_db
    known = match.tone.is_known & levels.known
    change = _held_beyond(match.tone.level_db - own_db, known)
    change -= _loudness_change_db(change, power, levels.frequencies_hz)
    change = np.where(known, change, np.clip(change, *UNKNOWN_RANGE_DB))
    present = np.where(levels.known, _above_noise(power), 0.0)
    change = bounded(change, -MAX_CUT_DB, np.maximum(MAX_BOOST_DB * present, 1e-6))
    return slope_limited(change, steps_db(levels.frequencies_hz))


def steps_db(frequencies_hz: FloatArray) -> FloatArray:
    """By how much gains may differ from each band to the next, (bands - 1,)."""
    return np.where(frequencies_hz[1:] < LOW_STEPS_HZ, MAX_LOW_STEP_DB, MAX_STEP_DB)


def width_change_db(levels: PointLevels, match: Match) -> FloatArray:
    """How far the side-to-mid ratio of each band goes, (bands,); zeros where either has no image."""
    if not (match.has_width and levels.has_side):
        return np.zeros(levels.frequencies_hz.size)
    own_db = level_db(levels.side.mean(axis=1)) - level_db(levels.mid.mean(axis=1))
    widest_db = np.interp(np.log2(levels.frequencies_hz), np.log2(WIDEST_HZ), WIDEST_DB)
    known = match.tone.is_known & (match.tone.level_db > LEAST_LEVEL_DB)
    wanted_db = np.minimum(_held_beyond(match.tone.side_ratio_db, known), np.maximum(widest_db, own_db))
    is_image = _fade(-own_db, -NEARLY_MONO_DB[0], -NEARLY_MONO_DB[1]) * _above_noise(levels.side.mean(axis=1))
    return bounded(wanted_db - own_db, -MAX_NARROWING_DB, MAX_WIDENING_DB * is_image)


def section_gains_db(levels: PointLevels, tone: MatchTone) -> FloatArray:
    """What each section needs beside the static curve, (bands, points): loud parts go to loud parts, quiet to quiet.

    The difference of two movements: by how much the balance of the reference changes with loudness, and by how
    much that of the track does; and where seconds of the track stray further from it than those of the
    reference do, a part of what is too much.
    """
    own_sections = section_balance_db(levels)
    own_db, reference_db = (level_db(power_of(s).mean(axis=1))[:, np.newaxis] for s in (own_sections, tone.section_db))
    movement = at_ranks((tone.section_db - reference_db) - (own_sections - own_db), levels.rank)
    astray = local_balance_db(levels) - at_ranks(own_sections, levels.rank)
    tolerated = TOLERATED_DEVIATIONS * tone.section_spread_db[:, np.newaxis] + 1.0
    too_much = np.sign(astray) * np.maximum(np.abs(astray) - tolerated, 0.0)
    gains = SECTION_SHARE * np.where(tone.is_known[:, np.newaxis], movement - too_much, 0.0)
    gains = np.where(levels.sounds, over_bands(gains), 0.0)
    gains = np.where(gains > 0.0, gains * _above_noise(levels.power), gains)
    gains = bounded(gains, -MAX_SECTION_DB, MAX_SECTION_DB)
    return over_time(gains, SECTION_POINTS)


def _held_beyond(change: FloatArray, known: BoolArray) -> FloatArray:
    """The change of known bands, held over those beyond them."""
    if not known.any():
        return np.zeros(change.size)
    at = np.arange(change.size)
    return np.interp(at, at[known], change[known])


def _loudness_change_db(change_db: FloatArray, power: FloatArray, frequencies_hz: FloatArray) -> float:
    weighted = k_weights(frequencies_hz) * power
    return 10.0 * float(np.log10((weighted * power_of(change_db)).sum() / weighted.sum()))


def _above_noise(power: FloatArray) -> FloatArray:
    """1 for powers that may be raised, falling to 0 for those of noise."""
    return _fade(-level_db(power), -NOISE_DB[0], -NOISE_DB[1])


def _fade(value: FloatArray, full: float, none: float) -> FloatArray:
    """1 up to `full`, falling to 0 at `none`."""
    return np.clip((none - value) / (none - full), 0.0, 1.0)
