"""References and amounts as they are written, and back."""

import pytest

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.types.reference import (
    MatchAmounts,
    Reference,
    parse_amounts,
    parse_reference,
    parse_references,
)
from masterdesk.engine.types.selection import Selection
from masterdesk.engine.types.settings import Settings, parse_slot, settings_from_mapping


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("song.wav", Reference("song.wav")),
        ("song.wav@2", Reference("song.wav", 2.0)),
        ("song.wav@0.5@10:40", Reference("song.wav", 0.5, Selection(10.0, 40.0))),
        ("song.wav@10:", Reference("song.wav", 1.0, Selection(10.0, None))),
        ("song.wav@loudest", Reference("song.wav", is_loudest=True)),
        ("song.wav@2@loudest", Reference("song.wav", 2.0, is_loudest=True)),
        ("live@home.wav", Reference("live@home.wav")),
        ("live@home.wav@3", Reference("live@home.wav", 3.0)),
        ("C:\\music\\song.wav", Reference("C:\\music\\song.wav")),
        ("track@7@1", Reference("track@7")),
    ],
)
def test_a_reference_reads_and_writes(text, reference):
    assert parse_reference(text) == reference
    assert parse_reference(str(reference)) == reference


@pytest.mark.parametrize("text", ["", "@2", "song.wav@0", "song.wav@-1", "song.wav@1000", "song.wav@nan"])
def test_impossible_references_are_refused(text):
    with pytest.raises(SettingsError):
        parse_reference(text)


@pytest.mark.parametrize("value", [3, {"a": 1}, [3], [None], ["x"] * 17, True])
def test_what_is_no_list_of_references_is_refused(value):
    with pytest.raises(SettingsError):
        parse_references(value)


@pytest.mark.parametrize(
    "value", ["tone=80, width=0", {"tone": 80, "width": 0}, {"tone": "80", "width": "0", "dynamics": 100.0}]
)
def test_amounts_read_alike(value):
    assert parse_amounts(value) == MatchAmounts(80.0, 100.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "value", ["", "tone", "tone=", "tone=101", "tone=-1", "tone=nan", "bass=3", {"tone": True}, {"tone": None}, "100"]
)
def test_impossible_amounts_are_refused(value):
    with pytest.raises(SettingsError):
        parse_amounts(value)


def test_amounts_write_as_they_read():
    amounts = MatchAmounts(10.0, 20.5, 0.0, 100.0)
    assert parse_amounts(str(amounts)) == amounts


def test_a_reference_makes_no_profile_the_default():
    assert settings_from_mapping({"reference": "a.wav"}).profile is None
    assert settings_from_mapping({"use_match": "m.json"}).profile is None
    assert settings_from_mapping({"reference": "a.wav", "profile": "c"}).profile == "c"
    assert settings_from_mapping({"match": "tone=3"}).profile == "i"


def test_settings_of_a_match_come_back_from_their_mapping():
    settings = Settings(
        None,
        references=(Reference("a.wav", 2.0, Selection(1.0, 9.0)), Reference("b@1")),
        match=MatchAmounts(50.0, 0.0, 10.0, 100.0),
    )
    assert settings_from_mapping(settings.to_mapping()) == settings
    saved = Settings("a", match=MatchAmounts(tone=1.0), use_match="m.json")
    assert settings_from_mapping(saved.to_mapping()) == saved


def test_a_reference_and_a_saved_match_contradict_each_other():
    with pytest.raises(SettingsError, match="both"):
        settings_from_mapping({"reference": "a.wav", "use_match": "m.json"})


def test_a_slot_takes_several_references():
    slot = parse_slot("reference=a.wav@2;reference=b.wav;match=tone=50,width=0;loudness=-9")
    settings = settings_from_mapping(slot)
    assert settings.references == (Reference("a.wav", 2.0), Reference("b.wav"))
    assert settings.match == MatchAmounts(tone=50.0, width=0.0)
    assert settings.loudness_lufs == -9.0
