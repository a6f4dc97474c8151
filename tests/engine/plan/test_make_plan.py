"""Plans made of synthetic tracks: towards the target, within reason, still through silence, straight with intensity."""

import numpy as np
import pytest
from engine.plan.timelines import THIRDS_HZ, analysis_of

from masterdesk.engine.plan import fit_score, make_plan, suggest_profiles
from masterdesk.engine.plan.levels import track_levels
from masterdesk.engine.resources import profile, profiles
from masterdesk.engine.types.analysis import Analysis, Loudness, StereoImage, Timeline
from masterdesk.engine.types.audio_format import AudioFormat

LETTERS = "abcdefghijklmn"


def analysis_with(levels_db, side_db=-9.0, seconds=60, range_lu=6.0):
    """An analysis of band levels in dB, shape (31,) or (31, moments of 0.1 s), side against mid by `side_db`."""
    levels = np.asarray(levels_db, dtype=np.float64)
    if levels.ndim == 1:
        levels = np.repeat(levels[:, np.newaxis], round(seconds * 10), axis=1)
    side_db = np.broadcast_to(np.reshape(side_db, (-1, 1)), (31, 1))
    mid = 10 ** (levels / 10) / (1 + 10 ** (side_db / 10))
    nothing = np.full(levels.shape[1], -np.inf)
    side = mid * 10 ** (side_db / 10)
    powers = [np.asarray(power, dtype=np.float32) for power in (mid, side)]
    timeline = Timeline(0.1, nothing, nothing, nothing, nothing, 0.1, THIRDS_HZ, *powers)
    kind = AudioFormat("wav", "pcm_s24le", 2, "FL+FR", 44100, 24, None, levels.shape[1] * 4410, 0)
    loudness = Loudness(-14.0, range_lu, -12.0, -13.0, -1.0, -1.0)
    return Analysis("test.wav", kind, loudness, (), StereoImage(None, None, None, ()), (), timeline)


def balanced(offset_db=-30.0):
    return profile("i").tone.target_db + offset_db


def band_of(hertz):
    return int(np.argmin(np.abs(np.log(THIRDS_HZ / hertz))))


def heard():
    return (THIRDS_HZ >= 40) & (THIRDS_HZ <= 12500)


def test_a_balanced_track_is_left_alone_by_the_balanced_profile():
    plan = make_plan(analysis_with(balanced()), profile("i"), 100, False)
    assert np.abs(plan.tone.gain_db).max() < 0.1


@pytest.mark.parametrize("letter", LETTERS)
def test_a_balanced_track_still_gets_a_profiles_character(letter):
    style = profile(letter).tone
    gain = make_plan(analysis_with(balanced()), profile(letter), 100, False).tone.gain_db[:, 10]
    wanted = style.deviation_db
    if wanted.any():
        gain, wanted = gain[heard()] - gain[heard()].mean(), wanted[heard()] - wanted[heard()].mean()
        assert np.corrcoef(gain, wanted)[0, 1] > 0.9
        assert 0.3 < np.ptp(gain) / np.ptp(wanted) < 1.2


def test_a_dull_track_is_brightened_and_a_bright_one_calmed():
    tilt = np.log2(THIRDS_HZ / 1000) * 3.0
    for sign in (-1, +1):
        gain = make_plan(analysis_with(balanced() + sign * tilt), profile("i"), 100, False).tone.gain_db[:, 10]
        assert -sign * (gain[band_of(8000)] - gain[band_of(250)]) > 1.5


def test_bands_a_track_does_not_have_are_not_lifted():
    missing = THIRDS_HZ > 3500
    levels = np.where(missing, -140.0, balanced())
    gain = make_plan(analysis_with(levels), profile("a"), 100, False).tone.gain_db
    assert gain[THIRDS_HZ > 5000].max() < 1.5
    noisy = np.where(missing, -90.0, balanced())
    assert make_plan(analysis_with(noisy), profile("a"), 100, False).tone.gain_db[THIRDS_HZ > 5000].max() < 1.5


def test_gains_hold_still_through_a_pause():
    levels = np.repeat(balanced()[:, np.newaxis] + 3 * np.sin(np.arange(31))[:, np.newaxis], 900, axis=1)
    levels[:, 300:600] = -150.0
    gain = make_plan(analysis_with(levels), profile("e"), 100, False).tone.gain_db
    assert np.abs(gain - gain[:, :1]).max() < 0.3


def test_noise_between_sounds_does_not_move_the_equalizer():
    levels = np.repeat(balanced()[:, np.newaxis], 900, axis=1)
    levels[:, 300:600] = -75.0
    gain = make_plan(analysis_with(levels), profile("i"), 100, False).tone.gain_db
    assert np.abs(gain).max() < 0.3


def test_each_section_gets_its_own_correction_and_the_change_is_quick_but_smooth():
    dull = np.repeat((balanced() - np.maximum(np.log2(THIRDS_HZ / 1000), 0) * 4)[:, np.newaxis], 400, axis=1)
    bright = np.repeat((balanced() + np.maximum(np.log2(THIRDS_HZ / 1000), 0) * 3)[:, np.newaxis], 400, axis=1)
    analysis = analysis_with(np.concatenate([dull, bright], axis=1))
    starts = track_levels(analysis.timeline).sections
    assert len(starts) == 3 and abs(starts[1] - 80) <= 1
    air = make_plan(analysis, profile("i"), 100, False).tone.gain_db[band_of(8000)]
    verse, chorus = air[20:60].mean(), air[100:140].mean()
    assert verse - chorus > 1.5
    assert np.ptp(air[10:68]) < 0.5 and np.ptp(air[92:150]) < 0.5, "a section is not steady"
    assert (np.abs(np.diff(air)) / 0.5 <= profile("i").tone.max_rate_db_per_s[26] + 1e-9).all()


@pytest.mark.parametrize("letter", LETTERS)
def test_everything_scales_straight_with_intensity(letter):
    levels = balanced()[:, np.newaxis] + np.random.default_rng(7).normal(0, 4, (31, 600))
    analysis = analysis_with(levels)
    full = make_plan(analysis, profile(letter), 100, False)
    for intensity in (10, 50):
        part = make_plan(analysis, profile(letter), intensity, False)
        assert np.allclose(part.tone.gain_db, full.tone.gain_db * intensity / 100)
        for less, more in zip(part.dynamics.bands, full.dynamics.bands, strict=True):
            assert np.ptp(less.gain_db) == pytest.approx(np.ptp(more.gain_db) * intensity / 100, rel=0.1)
    assert make_plan(analysis, profile(letter), 0, False).is_at_rest


def test_tone_keeps_the_loudness():
    from masterdesk.engine.dsp.band_weights import k_weights

    for letter in LETTERS:
        levels = balanced() + 3 * np.cos(np.arange(31))
        gain = make_plan(analysis_with(levels), profile(letter), 100, False).tone.gain_db[:, 30]
        weighted = k_weights(THIRDS_HZ) * 10 ** (levels / 10)
        assert abs(10 * np.log10((weighted * 10 ** (gain / 10)).sum() / weighted.sum())) < 0.3


def test_tight_curves_fall_and_wide_curves_rise_with_level():
    levels = balanced()[:, np.newaxis] + np.random.default_rng(8).normal(0, 6, (1, 900))
    for letter in LETTERS:
        plan = make_plan(analysis_with(levels), profile(letter), 100, False).dynamics
        wide = profile(letter).dynamics.character == "wide"
        members = np.searchsorted(plan.crossovers_hz, THIRDS_HZ)
        for index, band in enumerate(plan.bands):
            band_db = 10 * np.log10((10 ** (levels[members == index] / 10)).sum(axis=0))
            in_use = (band.level_db > np.median(band_db) - 12) & (band.level_db < band_db.max())
            slopes = np.diff(band.gain_db[in_use])
            assert (slopes >= -1e-9).all() if wide else (slopes <= 1e-9).all()
            assert np.abs(slopes).max() > 0.02, "nothing happens"
            assert (np.diff(band.level_db + band.gain_db) > 0).all(), "a louder input must stay the louder output"


def test_stereo_image_narrows_a_wide_low_end_and_widens_a_narrow_top():
    side_db = np.where(THIRDS_HZ < 120, -3.0, -18.0)
    plan = make_plan(analysis_with(balanced(), side_db), None, 100, True)
    gain = plan.width.side_gain_db
    assert plan.tone is None and plan.dynamics is None
    assert gain[THIRDS_HZ <= 80].max() < -3
    assert gain[(THIRDS_HZ > 400) & (THIRDS_HZ < 10000)].min() > 1


def test_stereo_image_leaves_mono_and_good_images_alone():
    assert make_plan(analysis_with(balanced(), -200.0), None, 100, True).is_at_rest
    good = np.interp(np.log2(THIRDS_HZ), np.log2([20, 100, 300, 20000]), [-25, -20, -9, -6])
    plan = make_plan(analysis_with(balanced(), good), None, 100, True)
    assert plan.width is None or np.abs(plan.width.side_gain_db).max() < 0.5


def test_the_noise_of_a_nearly_mono_track_is_not_widened():
    plan = make_plan(analysis_with(balanced(), -40.0), None, 100, True)
    assert plan.width is None or plan.width.side_gain_db.max() < 0.01


def test_a_track_shaped_like_a_profile_is_suited_by_it():
    for letter in "dgln":
        shaped = analysis_with(profile(letter).tone.target_db - 30.0)
        scores = {one.letter: fit_score(shaped, one) for one in profiles()}
        assert scores[letter] >= sorted(scores.values())[-4], letter


def test_five_different_profiles_are_suggested():
    five = suggest_profiles(analysis_with(balanced()))
    assert len(set(five)) == 5 and set(five) <= set(LETTERS)
    assert suggest_profiles(analysis_with(balanced()), 2) == five[:2]
    assert len({profile(letter).dynamics.character for letter in five}) > 1
    assert len(suggest_profiles(analysis_of(np.zeros((2, 44100), dtype=np.float32), 44100))) == 5


@pytest.mark.parametrize("frames", [0, 1, 4409, 30_000])
def test_tracks_of_next_to_nothing_are_planned_too(frames):
    audio = (0.1 * np.random.default_rng(9).standard_normal((2, frames))).astype(np.float32)
    if frames:
        make_plan(analysis_of(audio, 44100), profile("a"), 100, True)
    else:
        empty = analysis_with(np.zeros((31, 0)))
        assert make_plan(empty, profile("a"), 100, True).is_at_rest
