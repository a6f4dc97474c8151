"""References of a slot: further ones, weights, regions, and matches that are saved and used again."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from masterdesk.engine.pipelines.takes.references import read_match
from masterdesk.engine.types.reference import MAX_REFERENCES, Reference
from masterdesk.engine.types.selection import Selection
from masterdesk.window.actions import references as words
from masterdesk.window.actions.matching import WHICH
from masterdesk.window.models.desk_state import ORIGINAL, Region
from masterdesk.window.models.references import SourceFacts, SourceStatus

GLOW = Path("/music/Glow.flac")
READY = SourceFacts(SourceStatus.READY, duration_s=120.0, chorus=Region(50.0, 80.0))


@pytest.fixture
def references(loaded, reference_song, monkeypatch):
    """The desk has a reference, and nothing else is read from disk."""
    monkeypatch.setattr(loaded.workers.references, "_measure", lambda path: None)
    loaded.put_reference(reference_song)
    loaded.models.references.learn(str(reference_song), READY)
    return loaded.actions.references


@pytest.fixture
def told(loaded):
    messages = []
    loaded.actions.view.told.connect(messages.append)
    loaded.actions.view.confirmed.connect(messages.append)
    return messages


def matched(loaded, slot=2):
    return loaded.state.slots[slot].references


def test_a_further_reference_stands_beside_that_of_the_lane(loaded, references, reference_song):
    references.add(2, [GLOW])
    assert matched(loaded) == (Reference(str(reference_song)), Reference(str(GLOW)))
    assert loaded.state.slots[2].profile is None
    references.add(2, [GLOW])
    assert len(matched(loaded)) == 2, "no file counts twice"
    assert GLOW in loaded.models.preferences.recent_files
    loaded.actions.commands["undo"].trigger()
    assert not loaded.state.slots[2].has_reference


def test_without_a_reference_on_the_desk_the_first_becomes_it(loaded, tmp_path, monkeypatch):
    read = []
    for reader in loaded.workers.readers.values():
        monkeypatch.setattr(reader, "read", lambda path, rate=None: read.append(path))
    monkeypatch.setattr(loaded.workers.references, "_measure", lambda path: None)
    first, second = tmp_path / "one.wav", tmp_path / "two.wav"
    loaded.actions.references.add(1, [first, second])
    assert loaded.state.reference == first and read == [first]
    assert [one.path for one in matched(loaded, 1)] == [str(first), str(second)]


def test_a_reference_too_many_is_told(loaded, references, told):
    references.add(2, [Path(f"/music/{number}.flac") for number in range(MAX_REFERENCES + 3)])
    assert len(matched(loaded)) == MAX_REFERENCES
    assert str(MAX_REFERENCES) in told[0]


def test_a_dropped_match_is_used(loaded, references, monkeypatch):
    used = []
    monkeypatch.setattr(loaded.workers.match_files, "open", lambda slot, path: used.append((slot, path)))
    references.add(3, [Path("/music/album.mdmatch")])
    assert used == [(3, Path("/music/album.mdmatch"))]


def test_more_files_on_the_references_lane_are_for_the_heard_card(loaded, references, tmp_path, monkeypatch):
    monkeypatch.setattr(loaded.workers.readers["reference"], "read", lambda path, rate=None: None)
    loaded.models.desk.note(heard="3")
    paths = [tmp_path / f"{name}.wav" for name in ("one", "two", "three")]
    for path in paths:
        path.touch()
    loaded.actions.files.open_dropped(paths, on_reference_lane=True)
    assert loaded.state.reference == paths[0]
    assert [one.path for one in matched(loaded)] == [str(path) for path in paths]


def test_a_match_dropped_anywhere_is_for_the_heard_card(loaded, references, monkeypatch, told):
    used = []
    monkeypatch.setattr(loaded.workers.match_files, "open", lambda slot, path: used.append(slot))
    for heard in ("4", ORIGINAL):
        loaded.models.desk.note(heard=heard)
        loaded.actions.files.open_dropped([Path("/music/album.mdmatch")], on_reference_lane=False)
    assert used == [3] and told == [WHICH]
    assert loaded.state.track is not None


def test_weights_are_one_step_of_a_drag_and_stay_in_their_range(loaded, references):
    references.add(2, [GLOW])
    for weight in (0.8, 0.5, -3.0):
        references.set_weight(2, str(GLOW), weight)
    assert [one.weight for one in matched(loaded)] == [1.0, 0.01]
    loaded.actions.commands["undo"].trigger()
    assert [one.weight for one in matched(loaded)] == [1.0, 1.0]


def test_a_reference_is_removed_and_with_the_last_the_match(loaded, references, reference_song):
    before = loaded.state.slots[2].profile
    references.add(2, [GLOW])
    references.remove(2, str(reference_song))
    assert matched(loaded) == (Reference(str(GLOW)),)
    references.remove(2, str(GLOW))
    assert not loaded.state.slots[2].has_reference
    assert loaded.state.slots[2].profile == before


def test_the_chorus_of_the_lanes_reference_counts_for_every_card(loaded, references, reference_song):
    for slot in (1, 2):
        loaded.actions.slots.use_reference(slot, True)
    loaded.actions.commands["region_chorus"].trigger()
    assert loaded.state.reference_region == READY.chorus
    for slot in (1, 2):
        assert matched(loaded, slot)[0].region == Selection(50.0, 80.0)
    references.set_chorus(1, str(reference_song), False)
    assert matched(loaded, 2)[0].region is None


def test_the_chorus_of_a_further_reference_is_the_cards_own(loaded, references):
    references.add(2, [GLOW])
    references.set_chorus(2, str(GLOW), True)
    assert matched(loaded)[1].region is None, "it is not known yet"
    loaded.models.references.learn(str(GLOW), READY)
    references.set_chorus(2, str(GLOW), True)
    assert [one.region for one in matched(loaded)] == [None, Selection(50.0, 80.0)]
    assert loaded.state.reference_region is None


def test_a_region_is_a_part_of_the_reference_and_no_click(loaded, references):
    loaded.actions.slots.use_reference(2, True)
    references.set_region(40.0, 20.0)
    assert loaded.state.reference_region == Region(20.0, 40.0)
    references.set_region(60.0, 60.4)
    references.set_region(110.0, 999.0)
    assert loaded.state.reference_region == Region(110.0, 120.0)
    loaded.actions.commands["region_whole"].trigger()
    assert (loaded.state.reference_region, matched(loaded)[0].region) == (None, None)
    loaded.actions.commands["undo"].trigger()
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.reference_region is None, "a drag is one step"


def test_the_playhead_marks_both_ends(loaded, references):
    loaded.models.desk.note(reference_start_s=30.0)
    start_s = loaded.state.window_start_s
    loaded.models.playback.set_position(start_s + 5.0)
    loaded.actions.commands["region_start"].trigger()
    assert loaded.state.reference_region == Region(35.0, 120.0)
    loaded.models.playback.set_position(start_s + 25.0)
    loaded.actions.commands["region_stop"].trigger()
    assert loaded.state.reference_region == Region(35.0, 55.0)
    loaded.models.playback.set_position(start_s - 10.0)
    loaded.actions.commands["region_stop"].trigger()
    assert loaded.state.reference_region == Region(0.0, 20.0)


@pytest.mark.parametrize("name", ["region_start", "region_stop", "region_chorus", "region_whole"])
def test_without_a_reference_there_is_no_region(loaded, told, name):
    loaded.actions.commands[name].trigger()
    assert told == [words.NO_REFERENCE]
    assert loaded.state.reference_region is None


def test_a_reference_as_short_as_a_chorus_is_matched_whole(loaded, references, reference_song, told):
    loaded.models.references.learn(str(reference_song), replace(READY, chorus=None))
    references.choose_chorus()
    assert told == [words.NO_CHORUS]


def test_a_region_behind_the_end_is_forgotten(loaded, references, reference_song):
    loaded.models.desk.note(reference_region=Region(500.0, 520.0))
    loaded.put_reference(reference_song)
    assert loaded.state.reference_region is None


def test_all_cards_that_match_can_match_the_same(loaded, references):
    for slot in (1, 3):
        loaded.actions.slots.use_reference(slot, True)
    references.add(1, [GLOW])
    references.share(1)
    assert matched(loaded, 3) == matched(loaded, 1)
    assert not loaded.state.slots[0].has_reference
    loaded.actions.commands["undo"].trigger()
    assert len(matched(loaded, 3)) == 1


def test_a_match_is_saved_and_used_on_a_desk_without_its_reference(loaded, references, told, qtbot, tmp_path):
    loaded.actions.slots.use_reference(2, True)
    references.save(2, tmp_path / "album")
    path = tmp_path / "album.mdmatch"
    qtbot.waitUntil(lambda: len(told) == 1)
    assert read_match(path).names == ("Slow Tide",) and path.name in told[0]
    loaded.actions.files.close_reference()
    references.use(4, path)
    qtbot.waitUntil(lambda: loaded.state.slots[4].has_reference)
    assert loaded.state.slots[4].use_match == str(path)
    assert loaded.models.preferences.folder_of("match") == tmp_path
    assert loaded.models.preferences.folder != tmp_path, "the next mix is not looked for there"
    references.remove_saved(4)
    assert not loaded.state.slots[4].has_reference


@pytest.mark.parametrize("content", [None, "{}", "\x00"])
def test_what_is_no_match_is_told_and_changes_nothing(loaded, references, told, qtbot, tmp_path, content):
    path = tmp_path / "album.mdmatch"
    if content is not None:
        path.write_text(content)
    before = loaded.state
    references.use(2, path)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "album.mdmatch" in told[0] and loaded.state == before


def test_a_match_that_cannot_be_written_is_told(loaded, references, told, qtbot, tmp_path):
    loaded.actions.slots.use_reference(2, True)
    references.save(2, tmp_path / "missing" / "album.mdmatch")
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "album.mdmatch" in told[0]


def test_nothing_is_saved_of_a_card_that_matches_nothing(loaded, references, told, tmp_path):
    references.save(0, tmp_path / "album.mdmatch")
    references.ask("save", 0)
    assert told == [words.NO_MATCH] * 2


@pytest.mark.parametrize(
    ("name", "what", "key"),
    [
        ("add_reference", "add", "Ctrl+Shift+A"),
        ("use_match", "use", "Ctrl+Alt+M"),
        ("save_match", "save", "Ctrl+Shift+M"),
    ],
)
def test_commands_ask_for_the_heard_card(loaded, references, told, name, what, key):
    asked = []
    references.asked.connect(lambda *arguments: asked.append(arguments))
    loaded.actions.slots.use_reference(2, True)
    loaded.actions.slots.use_reference(3, True)
    loaded.models.desk.note(heard="3")
    assert QKeySequence(key) in loaded.actions.commands[name].shortcuts()
    loaded.actions.commands[name].trigger()
    loaded.models.desk.note(heard=ORIGINAL)
    loaded.actions.commands[name].trigger()
    assert asked == [(what, 2)] and told == [WHICH]


def test_the_same_reference_is_read_again_and_keeps_its_region(loaded, references, reference_song, monkeypatch):
    read = []
    monkeypatch.setattr(loaded.workers.readers["reference"], "read", lambda path, rate=None: read.append(path))
    loaded.actions.slots.use_reference(2, True)
    references.set_region(20.0, 40.0)
    loaded.actions.files.open_reference(reference_song)
    assert read == [reference_song]
    assert (loaded.state.reference_region, matched(loaded)[0].region) == (Region(20.0, 40.0), Selection(20.0, 40.0))


def test_a_reference_that_is_closed_while_cards_match_it_is_told(loaded, references, told):
    for slot in (1, 3):
        loaded.actions.slots.use_reference(slot, True)
    loaded.actions.files.close_reference()
    assert told[0].startswith("Cards 2 and 4 match Slow Tide.wav no more")
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.slots[1].has_reference and loaded.state.reference is not None
