"""A plan takes a track to its reference, within bounds, and leaves alone what says nothing."""

import time
from dataclasses import replace

import numpy as np
import pytest
from engine.match.tracks import RATE, balance_db, distance, music, rendered, side_ratio_db, with_side
from engine.plan.timelines import analysis_of

from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ
from masterdesk.engine.match import combined, match_plan, reference_match
from masterdesk.engine.match.goal import (
    LOW_STEPS_HZ,
    MAX_BOOST_DB,
    MAX_CUT_DB,
    MAX_LOW_STEP_DB,
    MAX_NARROWING_DB,
    MAX_SECTION_DB,
    MAX_STEP_DB,
    MAX_WIDENING_DB,
    UNKNOWN_RANGE_DB,
    WIDEST_DB,
    WIDEST_HZ,
)
from masterdesk.engine.match.planner import MAX_CORRECTION_DB, SIDE_STEPS
from masterdesk.engine.match.riding import MAX_RIDE_DB
from masterdesk.engine.plan import make_plan
from masterdesk.engine.resources import profile
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.reference import MatchAmounts

ALL = MatchAmounts()
#: What corrections, sections and rides may add to the bounds of the static curve.
SLACK_DB = MAX_CORRECTION_DB + MAX_SECTION_DB + MAX_RIDE_DB


def plan_for(track, reference, amounts=ALL, under=None, rate=RATE):
    return match_plan(analysis_of(track, rate), reference_match(analysis_of(reference, rate)), amounts, under or Plan())


@pytest.fixture(scope="module")
def dark():
    return music(1, tilt_db=-6.0, width=0.2)


@pytest.fixture(scope="module")
def bright():
    return music(2, tilt_db=-3.5, width=0.5, bump=(300.0, 6.0), quiet_db=-4.0)


def test_tone_and_width_arrive_where_the_reference_is(dark, bright):
    out = rendered(plan_for(dark, bright), dark)
    before, after = (distance(balance_db(audio), balance_db(bright)) for audio in (dark, out))
    assert before > 5.0
    assert after < 0.4
    heard = slice(12, 29)
    assert distance(side_ratio_db(dark)[heard], side_ratio_db(bright)[heard]) > 6.0
    assert distance(side_ratio_db(out)[heard], side_ratio_db(bright)[heard]) < 0.5


def test_the_range_goes_to_the_reference_in_both_directions(dark, bright):
    lra = lambda audio: analysis_of(audio, RATE).loudness.range_lu  # noqa: E731
    for track, reference in ((dark, bright), (bright, dark)):
        out = rendered(plan_for(track, reference), track)
        assert abs(lra(out) - lra(reference)) < 0.35 * abs(lra(track) - lra(reference))


def test_half_the_amount_goes_half_the_way(dark, bright):
    start, end = balance_db(dark), balance_db(bright)
    half = balance_db(rendered(plan_for(dark, bright, MatchAmounts(tone=50, dynamics=0, width=0)), dark))
    assert distance(half, 0.5 * (start + end)) < 0.4


def test_each_part_alone_leaves_the_others(dark, bright):
    tone = plan_for(dark, bright, MatchAmounts(tone=100, dynamics=0, width=0))
    assert tone.width is None or np.abs(tone.width.side_gain_db).max() < 1.0
    assert tone.dynamics is None
    width = rendered(plan_for(dark, bright, MatchAmounts(tone=0, dynamics=0, width=100)), dark)
    assert distance(balance_db(width), balance_db(dark)) < 0.3
    dynamics = rendered(plan_for(dark, bright, MatchAmounts(tone=0, dynamics=100, width=0)), dark)
    assert distance(balance_db(dynamics), balance_db(dark)) < 0.3
    assert distance(side_ratio_db(dynamics)[12:29], side_ratio_db(dark)[12:29]) < 0.3


def test_no_amounts_leave_the_plan_of_the_profile(dark, bright):
    under = make_plan(analysis_of(dark, RATE), profile("a"), 100, False)
    assert plan_for(dark, bright, MatchAmounts(0, 0, 0, 0), under) is under
    assert plan_for(dark, bright, MatchAmounts(0, 0, 0, 100), under) is under


def test_amounts_balance_profile_and_reference(dark, bright):
    under = make_plan(analysis_of(dark, RATE), profile("f"), 100, False)
    alone, both = plan_for(dark, bright), plan_for(dark, bright, ALL, under)
    np.testing.assert_allclose(both.tone.gain_db.mean(axis=1), alone.tone.gain_db.mean(axis=1), atol=0.3)
    with_profile, with_match = balance_db(rendered(under, dark)), balance_db(rendered(alone, dark))
    half = balance_db(rendered(plan_for(dark, bright, MatchAmounts(50, 50, 50, 0), under), dark))
    assert distance(half, 0.5 * (with_profile + with_match)) < 0.6


def test_a_reference_that_equals_the_track_changes_next_to_nothing(bright):
    out = rendered(plan_for(bright, bright), bright)
    assert distance(balance_db(out), balance_db(bright)) < 0.1
    difference = (out - bright).astype(np.float64)
    assert 10 * np.log10(np.mean(difference**2) / np.mean(bright.astype(np.float64) ** 2) + 1e-30) < -30.0


def test_gains_are_bounded_and_turn_slowly_however_far_the_reference_is():
    track, reference = music(3, tilt_db=-9.0), music(4, tilt_db=+6.0)
    gains = plan_for(track, reference).tone.gain_db
    assert gains.max() <= MAX_BOOST_DB + SLACK_DB and gains.min() >= -MAX_CUT_DB - SLACK_DB
    assert np.abs(np.diff(gains, axis=1)).max() < 3.0, "more than 3 dB in half a second"


def test_neighboring_bands_never_differ_by_more_than_a_step_however_jagged_the_reference_is():
    notes = music(12, bump=(80.0, 30.0)), music(13, bump=(160.0, 30.0))
    plan = plan_for(*notes, MatchAmounts(dynamics=0))
    hertz = plan.tone.frequencies_hz
    steps = np.abs(np.diff(plan.tone.gain_db.mean(axis=1)))
    # what sections add lies around a mean that is smooth
    assert steps[hertz[1:] < LOW_STEPS_HZ].max() <= MAX_LOW_STEP_DB + 0.5
    assert steps.max() <= MAX_STEP_DB + 0.5
    assert steps[hertz[1:] < LOW_STEPS_HZ].max() > 0.8 * MAX_LOW_STEP_DB, "the reference is not jagged enough"


def test_what_a_lossy_reference_lacks_is_not_cut(dark):
    lossy = music(5, tilt_db=-6.0, width=0.2, top_hz=11000.0)
    match = reference_match(analysis_of(lossy, RATE))
    assert not match.tone.is_known[-2:].any() and match.tone.is_known[:-4].all()
    gains = match_plan(analysis_of(dark, RATE), match, MatchAmounts(dynamics=0), Plan()).tone.gain_db
    assert np.abs(gains[-2:].mean(axis=1) - gains[-6:-4].mean()).max() < 3.0


@pytest.mark.parametrize("top_hz", [14800.0, 15500.0, 16000.0, 17000.0])
def test_a_low_pass_within_a_band_does_not_pull_the_air_down(top_hz):
    track, lossy = music(14, tilt_db=-6.0), music(15, tilt_db=-6.0, top_hz=top_hz)
    gains = plan_for(track, lossy, MatchAmounts(dynamics=0)).tone.gain_db.mean(axis=1)
    assert np.abs(gains[-4:] - gains[-7:-4].mean()).max() < 1.0
    assert np.abs(plan_for(lossy, lossy).tone.gain_db.mean(axis=1)[-4:]).max() < 0.5, "and is not made up for, either"


def test_a_reference_from_a_low_rate_decides_what_it_has(dark):
    low = music(16, tilt_db=-4.0, rate=16000)
    match = reference_match(analysis_of(low, 16000))
    known = match.tone.is_known
    assert known[:25].all() and not known[27:].any(), "up to 5 kHz, not from 10 kHz on"
    gains = match_plan(analysis_of(dark, RATE), match, MatchAmounts(dynamics=0), Plan()).tone.gain_db.mean(axis=1)
    assert gains[27:].max() < UNKNOWN_RANGE_DB[1] + 0.5 and gains[27:].min() > UNKNOWN_RANGE_DB[0] - 0.5
    assert np.ptp(gains[27:]) < 1.5, "what is not known is not shaped"


def test_bands_that_the_track_lacks_are_not_raised(bright):
    lossy = music(6, tilt_db=-6.0, top_hz=11000.0)
    gains = plan_for(lossy, bright, MatchAmounts(dynamics=0)).tone.gain_db
    known = plan_for(music(6, tilt_db=-6.0), bright, MatchAmounts(dynamics=0)).tone.gain_db
    assert gains[-2:].mean() < known[-2:].mean() - 3.0


def test_noise_is_not_raised(bright):
    faint = music(7, tilt_db=-16.0)  # its treble lies under the noise of 16 bits
    gains = plan_for(faint, bright, MatchAmounts(dynamics=0)).tone.gain_db
    middle = gains[12:16].mean()
    assert gains[-3:].mean() <= middle + 1.0


def test_mono_on_either_side_leaves_the_width_alone(dark, bright):
    mono = bright.mean(axis=0, keepdims=True)
    of_mono = match_plan(analysis_of(mono, RATE), reference_match(analysis_of(dark, RATE)), ALL, Plan())
    assert of_mono.width is None
    assert np.isfinite(rendered(of_mono, mono)).all()
    to_mono = plan_for(bright, mono)
    assert distance(side_ratio_db(rendered(to_mono, bright))[12:29], side_ratio_db(bright)[12:29]) < 0.5
    dual = np.repeat(mono, 2, axis=0)
    assert plan_for(dual, bright).width is None


def test_no_band_passes_what_folds_down_well_however_wide_the_reference_is():
    narrow, wide = music(8, width=0.4), music(9, width=1.5)
    out = rendered(plan_for(narrow, wide, MatchAmounts(dynamics=0)), narrow)
    hertz = analysis_of(out, RATE).timeline.band_frequencies_hz
    bounds = np.interp(np.log2(hertz), np.log2(WIDEST_HZ), WIDEST_DB)
    assert (side_ratio_db(out) - bounds)[4:].max() < 0.7
    assert 10 * np.log10(np.mean(out.mean(axis=0) ** 2) / np.mean(out**2)) > -3.2


def test_the_low_end_is_as_wide_as_that_of_the_reference():
    track = music(8, width=0.3)
    centered, wide = (with_side(music(9, width=0.5), lambda hz, db=db: np.where(hz < 150, db, 0.0)) for db in (-15, 0))
    for reference in (centered, wide):
        out = rendered(plan_for(track, reference, MatchAmounts(dynamics=0)), track)
        assert distance(side_ratio_db(out)[4:9], side_ratio_db(reference)[4:9]) < 1.0


def test_the_side_moves_within_its_bounds_and_smoothly_over_bands():
    narrow, jagged = (
        music(8, width=0.05),
        with_side(music(9, width=0.9), lambda hz: np.where(abs(hz - 900) < 300, -50, 0)),
    )
    for track, reference in ((narrow, jagged), (jagged, narrow)):
        gains = plan_for(track, reference, MatchAmounts(tone=0, dynamics=0)).width.side_gain_db
        assert gains.max() <= MAX_WIDENING_DB + MAX_CORRECTION_DB
        assert gains.min() >= -MAX_NARROWING_DB - MAX_CORRECTION_DB
        assert np.abs(np.diff(gains)).max() <= SIDE_STEPS * MAX_STEP_DB + 0.01


@pytest.mark.parametrize(("ratio_db", "least_db", "most_db"), [(-20, 12, 16.5), (-32, 6, 12), (-45, -0.5, 0.5)])
def test_the_less_image_there_is_the_less_is_made_of_it(bright, ratio_db, least_db, most_db):
    track = music(8, width=10 ** (ratio_db / 20))
    out = rendered(plan_for(track, bright, MatchAmounts(dynamics=0)), track)
    widened = (side_ratio_db(out) - side_ratio_db(track))[12:29]
    assert least_db < widened.mean() < most_db


def test_a_side_of_noise_is_not_raised(bright):
    quiet = 0.03 * with_side(music(8, width=0.2), lambda hz: np.where(hz > 3000, -12.0, 0.0))
    loud = quiet / 0.03
    gains = [plan_for(track, bright, MatchAmounts(tone=0, dynamics=0)).width.side_gain_db for track in (quiet, loud)]
    assert gains[1][25:30].min() > 8.0
    assert gains[0][27:30].max() < 1.0, "of the same track, its side under the noise of 16 bits"


def test_the_noise_of_a_reference_says_nothing_of_width(dark):
    match = reference_match(analysis_of(dark, RATE))
    is_noise = match.tone.frequencies_hz > 5000.0
    level_db, ratio_db = (
        np.where(is_noise, *values) for values in ((-75.0, match.tone.level_db), (0.0, match.tone.side_ratio_db))
    )
    noisy = replace(match, tone=replace(match.tone, level_db=level_db, side_ratio_db=ratio_db))
    width = match_plan(analysis_of(dark, RATE), noisy, MatchAmounts(tone=0, dynamics=0), Plan()).width
    assert width is None or np.abs(width.side_gain_db).max() < 1.0


def test_loud_parts_go_to_loud_parts_and_quiet_to_quiet():
    def sections(loud_bump, quiet_bump):
        loud, quiet = music(10, bump=loud_bump), music(10, bump=quiet_bump)
        is_loud = (np.arange(loud.shape[1]) / RATE // 6) % 2 == 1
        return np.where(is_loud, loud, quiet)

    track, reference = sections(None, None), sections((2500.0, 8.0), None)
    plan = plan_for(track, reference)
    low, high = (np.searchsorted(plan.tone.frequencies_hz, hertz) for hertz in (250.0, 2400.0))
    gain = plan.tone.gain_db[high] - plan.tone.gain_db[low]
    times = (np.arange(gain.size) + 0.5) * plan.tone.hop_s
    loud = gain[(times % 12 > 8) & (times % 12 < 10)].mean()
    quiet = gain[(times % 12 > 2) & (times % 12 < 4)].mean()
    assert loud > quiet + 2.0
    still = plan_for(track, reference, MatchAmounts(dynamics=0)).tone.gain_db
    assert np.ptp(still, axis=1).max() == 0.0, "without dynamics one curve serves the whole track"


def test_weights_lie_between_the_references(dark, bright):
    parts = [reference_match(analysis_of(audio, RATE)) for audio in (dark, bright)]
    both = combined([(parts[0], 1.0), (parts[1], 3.0)])
    expected = 0.25 * parts[0].tone.level_db + 0.75 * parts[1].tone.level_db
    np.testing.assert_allclose(both.tone.level_db, expected)
    assert both.names == ("test", "test")
    assert both.integrated_lufs == pytest.approx(0.25 * parts[0].integrated_lufs + 0.75 * parts[1].integrated_lufs)


def test_sample_rates_may_differ(dark):
    reference = music(11, tilt_db=-3.5, rate=48000)
    plan = match_plan(analysis_of(dark, RATE), reference_match(analysis_of(reference, 48000)), ALL, Plan())
    assert distance(balance_db(rendered(plan, dark)), balance_db(reference, 48000)) < 0.5


@pytest.mark.parametrize("rate", [8000, 22050, 96000, 192000])
def test_any_rate_on_either_side(rate):
    here, there = music(11, tilt_db=-3.5, seconds=6.0, rate=rate), music(1, tilt_db=-6.0, seconds=6.0)
    top = min(rate, RATE) / 2.0
    for track, own_rate, reference, other_rate in ((here, rate, there, RATE), (there, RATE, here, rate)):
        match = reference_match(analysis_of(reference, other_rate))
        plan = match_plan(analysis_of(track, own_rate), match, MatchAmounts(dynamics=0), Plan())
        wanted, out = balance_db(reference, other_rate), balance_db(rendered(plan, track, own_rate), own_rate)
        both = (THIRD_OCTAVE_HZ[4:30] < 0.75 * top) & (THIRD_OCTAVE_HZ[4:30] > 60.0)
        assert np.std((out - wanted)[both]) < 0.5


def tone_and_clicks():
    t = np.arange(12 * RATE) / RATE
    tone = 0.5 * np.sin(2 * np.pi * 440.0 * t)
    clicks = (np.arange(t.size) % 22050 == 0).astype(float)
    return {
        "a tone": np.stack([tone, tone]),
        "a tone on one side": np.stack([tone, 0.0 * tone]),
        "a tone turned against itself": np.stack([tone, -tone]),
        "clicks": np.stack([clicks, clicks]),
        "white noise": np.random.default_rng(50).uniform(-1.0, 1.0, (2, t.size)),
        "an offset": np.stack([tone, tone]) * 0.01 + 0.5,
        "next to silence": 0.03 * music(51, seconds=12.0),
    }


@pytest.mark.parametrize("name", tone_and_clicks())
def test_whatever_is_given_gains_stay_bounded_and_the_sound_finite(name, bright):
    odd = tone_and_clicks()[name].astype(np.float32)
    for track, reference in ((odd, bright), (bright, odd)):
        match = reference_match(analysis_of(reference, RATE))
        plan = match_plan(analysis_of(track, RATE), match, ALL, Plan())
        gains = plan.tone.gain_db
        assert gains.min() >= -MAX_CUT_DB - SLACK_DB and gains.max() <= MAX_BOOST_DB + SLACK_DB
        power = [np.mean(audio.astype(np.float64) ** 2) for audio in (track, rendered(plan, track))]
        assert power[1] < 10.0 * power[0]


@pytest.mark.parametrize("seconds", [0.05, 0.6, 2.0])
def test_a_track_or_a_reference_of_a_moment_gives_a_plan(seconds, bright):
    short = music(52, seconds=24.0)[:, : round(seconds * RATE)]
    plan = plan_for(short, bright)
    assert np.isfinite(rendered(plan, short)).all()
    if seconds >= 1.0:
        assert np.isfinite(rendered(plan_for(bright, short), bright)).all()


def test_silence_is_left_alone(bright):
    silence = np.zeros((2, 10 * RATE), dtype=np.float32)
    assert plan_for(silence, bright).is_at_rest


def test_a_plan_for_four_minutes_takes_less_than_a_tenth_of_a_second(dark, bright):
    analysis, match = analysis_of(np.tile(dark, 10), RATE), reference_match(analysis_of(bright, RATE))
    spent = []
    for _ in range(3):
        started = time.thread_time()
        match_plan(analysis, match, ALL, Plan())
        spent.append(time.thread_time() - started)
    assert min(spent) < 0.1
