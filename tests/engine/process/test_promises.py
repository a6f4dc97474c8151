"""Each profile does to real music what it promises: measured at equal loudness, in the mean over varied tracks."""

from functools import cache

import numpy as np
import pytest
from engine.plan.timelines import timeline_of
from engine.process.hearing import TRACKS, Excerpt

from masterdesk.engine.plan import make_plan
from masterdesk.engine.plan.levels import track_levels
from masterdesk.engine.plan.tone import shortfall_db, style_at
from masterdesk.engine.resources import profile

# What one test has rendered the next ones use.
pytestmark = [pytest.mark.music, pytest.mark.xdist_group("promises")]

TIGHT, WIDE = "abcij", "hkn"

#: What must change against the source, by how much at least: (measure, sign, dB or LU).
AGAINST_THE_SOURCE = {
    "a": [("range_lu", -1, 0.5), ("spread_lu", -1, 1.0), ("presence", +1, 1.0), ("air", +1, 2.0)],
    "b": [("range_lu", -1, 0.5), ("spread_lu", -1, 1.0), ("bass", +1, 0.7), ("presence", +1, 0.7)],
    "c": [("range_lu", -1, 0.5), ("spread_lu", -1, 1.0), ("bass", +1, 1.2)],
    "d": [("bass", +1, 1.2), ("sub", +1, 0.7)],
    "e": [("bass", +1, 1.0), ("sub", +1, 0.7), ("presence", +1, 0.7), ("air", +1, 1.2)],
    "f": [("air", +1, 1.5)],
    "g": [("air", -1, 0.4), ("bass", +1, 0.5), ("low_mid", +1, 0.2)],
    "h": [("range_lu", +1, 0.3), ("plr_db", +1, 0.3), ("presence", +1, 0.7), ("air", +1, 1.2)],
    "i": [("range_lu", -1, 0.5), ("spread_lu", -1, 1.0)],
    "j": [("range_lu", -1, 0.5), ("spread_lu", -1, 1.0), ("air", +1, 0.7)],
    "k": [("range_lu", +1, 0.3), ("plr_db", +1, 0.3), ("bass", +1, 0.5), ("mid", +1, 0.2)],
    "l": [("mid", +1, 0.7), ("presence", +1, 0.7)],
    "m": [("presence", +1, 0.4)],
    "n": [("range_lu", +1, 0.3), ("low_mid", +1, 0.2), ("bass", +1, 0.2)],
}

#: One profile has more of a measure than another, by at least so much.
AGAINST_EACH_OTHER = [
    ("a", "i", "air", 1.0),
    ("a", "j", "air", 0.3),
    ("j", "i", "air", 0.4),
    ("b", "i", "bass", 0.5),
    ("c", "b", "bass", 0.3),
    ("c", "i", "bass", 1.0),
    ("d", "i", "sub", 1.0),
    ("d", "c", "sub", 0.7),
    ("d", "i", "bass", 1.0),
    ("e", "i", "sub", 1.0),
    ("e", "d", "air", 1.0),
    ("e", "d", "presence", 0.7),
    ("f", "g", "air", 2.5),
    ("g", "i", "low_mid", 0.2),
    ("h", "i", "air", 0.7),
    ("k", "h", "bass", 0.3),
    ("l", "i", "mid", 0.4),
    ("l", "a", "mid", 0.4),
    ("i", "l", "bass", 0.4),
    ("n", "h", "low_mid", 0.5),
    ("i", "n", "air", 0.7),
    ("n", "i", "range_lu", 1.0),
]


@cache
def excerpts():
    return tuple(Excerpt(name) for name in TRACKS)


@cache
def mean_changes(letter):
    """Mean over the music of what a profile changes."""
    found = [one.changes(make_plan(one.analysis, profile(letter), 100, False)) for one in excerpts()]
    return {key: float(np.mean([changes[key] for changes in found])) for key in found[0]}


@pytest.mark.parametrize("letter", AGAINST_THE_SOURCE)
def test_a_profile_changes_music_in_the_direction_it_promises(letter):
    changes = mean_changes(letter)
    for measure, sign, least in AGAINST_THE_SOURCE[letter]:
        assert sign * changes[measure] >= least, f"{letter}: {measure} {changes[measure]:+.2f}"


@pytest.mark.parametrize(("more", "less", "measure", "least"), AGAINST_EACH_OTHER)
def test_profiles_differ_from_each_other_as_they_promise(more, less, measure, least):
    assert mean_changes(more)[measure] - mean_changes(less)[measure] >= least


def test_every_tight_profile_is_tighter_than_every_wide_one():
    for measure, least in (("range_lu", 1.5), ("spread_lu", 2.0), ("plr_db", 0.5)):
        tight = max(mean_changes(letter)[measure] for letter in TIGHT)
        wide = min(mean_changes(letter)[measure] for letter in WIDE)
        assert wide - tight >= least, measure


def test_the_light_touch_changes_least():
    def moved(letter):
        bands = ("sub", "bass", "low_mid", "mid", "presence", "air")
        return np.sqrt(np.mean([mean_changes(letter)[band] ** 2 for band in bands]))

    assert moved("m") < min(moved(letter) for letter in "abcdefhijkl")


def test_the_balanced_profile_brings_music_nearer_to_the_common_balance():
    def distance(timeline):
        levels = track_levels(timeline)
        style = style_at(profile("i").tone, levels.frequencies_hz)
        level_db = 10 * np.log10(np.maximum(levels.whole(levels.power), 1e-14))[:, np.newaxis]
        heard = (levels.frequencies_hz > 38) & (levels.frequencies_hz < 13000)
        return np.sqrt(np.mean((shortfall_db(level_db, style)[:, 0] / style.spread_db)[heard] ** 2))

    before, after = [], []
    for one in excerpts():
        out = one.render(make_plan(one.analysis, profile("i"), 100, False))
        before.append(distance(one.analysis.timeline))
        after.append(distance(timeline_of(out, one.rate)))
        assert after[-1] < before[-1], one.name
    assert np.mean(after) < 0.9 * np.mean(before)


def test_no_profile_changes_the_loudness_much():
    for letter in "abcdefghijklmn":
        assert abs(mean_changes(letter)["lufs"]) < 0.7
