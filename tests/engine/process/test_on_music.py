"""Intensity, stereo image and the bounds of the plan, held on real music."""

import itertools
from functools import cache

import numpy as np
import pytest
import shared_data
from engine.plan.timelines import timeline_of
from engine.process.hearing import Excerpt, render, thirds_db

from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.plan import make_plan
from masterdesk.engine.plan.levels import track_levels
from masterdesk.engine.plan.tone import style_at
from masterdesk.engine.plan.width import side_ratio_db, width_range_db
from masterdesk.engine.process import preroll_frames
from masterdesk.engine.resources import profile
from masterdesk.engine.types.plan import Plan

pytestmark = pytest.mark.music

NAMES = (
    "acoustic/elvish.ogg",
    "cinematic/music002.ogg",
    "electronic/enemy_unknown.ogg",
    "metal/second_birth.ogg",
    "orchestral/nunc_dimittis.ogg",
    "premaster/war.wav",
)


@cache
def excerpt(name):
    return Excerpt(name, seconds=25.0)


def lufs(audio, rate):
    return shared_data.tool("quality").loudness(audio.T.astype(np.float64), rate)["I"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("letter", "adn")
def test_tone_moves_away_from_the_source_steadily_with_intensity(name, letter):
    one = excerpt(name)
    source = thirds_db(one.audio, one.rate)
    distances = []
    for intensity in (0, 25, 50, 75, 100):
        plan = make_plan(one.analysis, profile(letter), intensity, False)
        change = thirds_db(one.render(plan), one.rate) - source
        distances.append(np.sqrt(np.mean((change - change.mean()) ** 2)))
    assert distances[0] == 0.0
    assert all(b > a + 0.05 for a, b in itertools.pairwise(distances)), distances


@pytest.mark.parametrize("name", NAMES)
def test_stereo_image_keeps_the_fold_down_and_centers_the_low_end(name):
    one = excerpt(name)
    plan = make_plan(one.analysis, None, 100, True)
    assert plan.tone is None and plan.dynamics is None
    out = one.render(plan)
    louder = lufs(out, one.rate) - lufs(one.audio, one.rate)
    folded = thirds_db(out.mean(axis=0), one.rate) - louder - thirds_db(one.audio.mean(axis=0), one.rate)
    assert np.abs(folded).max() < 1.0
    low = side_ratio_db(track_levels(timeline_of(out, one.rate))) - side_ratio_db(track_levels(one.analysis.timeline))
    assert low[:8].max() < 0.2, "the low end got wider"
    assert low[:8].mean() <= 0.0


def test_stereo_image_brings_widths_nearer_to_their_range():
    def distance(audio, rate):
        levels = track_levels(timeline_of(audio, rate))
        heard = (levels.frequencies_hz > 40) & (levels.frequencies_hz < 13000)
        ratio = side_ratio_db(levels)
        outside = np.clip(ratio, *width_range_db(levels.frequencies_hz)) - ratio
        return np.sqrt(np.mean(outside[heard] ** 2))

    before, after = [], []
    for name in NAMES:
        one = excerpt(name)
        before.append(distance(one.audio, one.rate))
        after.append(distance(one.render(make_plan(one.analysis, None, 100, True)), one.rate))
        assert after[-1] <= before[-1] + 0.01, name
    assert np.mean(after) < 0.8 * np.mean(before)


@pytest.mark.parametrize("letter", "abcdefghijklmn")
def test_gains_stay_in_their_bounds_and_move_slowly(letter):
    for name in NAMES:
        plan = make_plan(excerpt(name).analysis, profile(letter), 100, True)
        style = style_at(profile(letter).tone, plan.tone.frequencies_hz)
        gains = plan.tone.gain_db.T
        assert (gains <= style.max_boost_db + 1e-9).all() and (gains >= -style.max_cut_db - 1e-9).all()
        assert (np.abs(np.diff(gains, axis=0)) / plan.tone.hop_s <= style.max_rate_db_per_s + 1e-9).all()
        assert plan.width is None or (plan.width.side_gain_db <= 8.0).all()


@pytest.mark.parametrize("letter", "fg")
def test_a_wide_low_end_is_wider_above_the_bass_and_nowhere_in_it(letter):
    changes = []
    for name in NAMES:
        one = excerpt(name)
        plan = make_plan(one.analysis, profile(letter), 100, False)
        wider = side_ratio_db(track_levels(timeline_of(one.render(Plan(width=plan.width)), one.rate)))
        changes.append(wider - side_ratio_db(track_levels(one.analysis.timeline)))
    change = np.mean(changes, axis=0)
    frequencies = track_levels(excerpt(NAMES[0]).analysis.timeline).frequencies_hz
    assert change[(frequencies > 150) & (frequencies < 350)].min() > 0.6
    assert np.abs(change[(frequencies > 30) & (frequencies < 80)]).max() < 0.2


def test_dynamics_tighten_and_widen_steadily_with_intensity():
    for letter, sign in (("i", -1), ("h", +1)):
        ranges = [0.0]
        for intensity in (50, 100):
            found = [
                excerpt(name).changes(make_plan(excerpt(name).analysis, profile(letter), intensity, False))["spread_lu"]
                for name in NAMES
            ]
            ranges.append(sign * np.mean(found))
        assert ranges[0] < ranges[1] - 0.1 < ranges[2] - 0.2, (letter, ranges)


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_is_a_slice_of_the_full_run(name):
    one = excerpt(name)
    plan = make_plan(one.analysis, profile("c"), 100, True)
    whole = one.render(plan)
    start = 4 * GRID_FRAMES
    part = render(plan, one.audio[:, start:], one.rate, start)
    settled = preroll_frames(plan, one.rate)
    difference = (whole[:, start + settled :] - part[:, settled:]).astype(np.float64)
    assert np.sqrt(np.mean(difference**2)) < 10 ** (-110 / 20)


def test_the_equalizer_follows_the_sections_of_a_track():
    one = Excerpt("metal/second_birth.ogg", seconds=150.0, start_s=0.0)
    gains = make_plan(one.analysis, profile("i"), 100, False).tone.gain_db
    assert np.ptp(gains, axis=1).max() > 0.8
