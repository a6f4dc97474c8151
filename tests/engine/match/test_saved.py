"""A saved match does what its reference does; anything else in its place is refused by a clear error."""

import json

import numpy as np
import pytest
from engine.match.tracks import RATE, music
from engine.plan.timelines import analysis_of

from masterdesk.engine.errors import InputError
from masterdesk.engine.match import match_from_json, match_plan, match_to_json, reference_match
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.reference import MatchAmounts


@pytest.fixture(scope="module")
def match():
    return reference_match(analysis_of(music(30, tilt_db=-3.0), RATE))


@pytest.fixture(scope="module")
def content(match):
    return json.loads(match_to_json(match))


def test_it_is_small_and_makes_the_same_plan(match):
    text = match_to_json(match)
    assert len(text) < 20_000
    track = analysis_of(music(31), RATE)
    here = match_plan(track, match, MatchAmounts(), Plan())
    there = match_plan(track, match_from_json(text, "m.json"), MatchAmounts(), Plan())
    np.testing.assert_allclose(there.tone.gain_db, here.tone.gain_db, atol=0.05)
    np.testing.assert_allclose(there.width.side_gain_db, here.width.side_gain_db, atol=0.05)


def test_reading_and_writing_again_gives_the_same_text(match):
    text = match_to_json(match)
    assert match_to_json(match_from_json(text, "m.json")) == text


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "3", '{"a": 1}', "[" * 5000, '"' + "x" * 300_000 + '"'])
def test_other_texts_are_no_match(text):
    with pytest.raises(InputError, match="is not a saved match"):
        match_from_json(text, "m.json")


def damaged(content, path, value):
    copy = json.loads(json.dumps(content))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(copy)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["integrated_lufs"], float("nan")),
        (["integrated_lufs"], 1e300),
        (["integrated_lufs"], "-14"),
        (["integrated_lufs"], True),
        (["has_width"], 1),
        (["names"], []),
        (["names"], ["x" * 5000]),
        (["names"], [3]),
        (["tone"], None),
        (["tone", "level_db"], [0.0] * 30),
        (["tone", "level_db"], [0.0] * 30 + [1e9]),
        (["tone", "level_db"], [0.0] * 30 + [float("inf")]),
        (["tone", "level_db"], [[0.0]] * 31),
        (["tone", "level_db"], {"0": 1}),
        (["tone", "is_known"], [1] * 31),
        (["tone", "section_db"], [[0.0] * 4] * 31),
        (["tone", "section_db"], 7),
        (["tone", "section_spread_db"], [-1.0] * 31),
        (["tone", "frequencies_hz"], [float(n) for n in range(31)]),
        (["dynamics", "range_lu"], -3.0),
        (["dynamics", "plr_db"], "loud"),
        (["dynamics", "punch_db"], [1.0, 2.0]),
        (["dynamics", "loudness_lu"], [float(-n) for n in range(10)]),
        (["dynamics", "crossovers_hz"], [1.0, 2.0, 3.0]),
    ],
)
def test_impossible_values_are_refused(content, path, value):
    with pytest.raises(InputError, match="is damaged"):
        match_from_json(damaged(content, path, value), "m.json")


@pytest.mark.parametrize("key", ["integrated_lufs", "tone", "dynamics", "names", "has_width"])
def test_missing_parts_are_refused(content, key):
    with pytest.raises(InputError, match="is damaged"):
        match_from_json(json.dumps({name: value for name, value in content.items() if name != key}), "m.json")


@pytest.mark.parametrize("version", [0, 2, "1", None, True, [1]])
def test_other_versions_are_named(content, version):
    with pytest.raises(InputError, match="version"):
        match_from_json(json.dumps({**content, "masterdesk_match": version}), "m.json")
