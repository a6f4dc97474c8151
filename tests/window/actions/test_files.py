"""Files find their place on the desk, however they come."""

from pathlib import Path

import pytest
from window import scenes
from window.stand_ins import LentTrack

from masterdesk.engine.types.reference import Reference
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE
from masterdesk.window.models.lane import LaneStatus


@pytest.fixture
def read(desk, monkeypatch):
    """What the two readers were asked to do, as (lane, path, rate); nothing is read."""
    asked = []
    for key, reader in desk.workers.readers.items():
        monkeypatch.setattr(reader, "read", lambda path, rate=None, key=key: asked.append((key, path, rate)))
        monkeypatch.setattr(reader, "clear", lambda key=key: asked.append((key, None, None)))
    return asked


def test_a_track_is_read_and_remembered(desk, read, tmp_path):
    desk.actions.files.open_track(tmp_path / "mix.wav")
    assert read == [(ORIGINAL, tmp_path / "mix.wav", None)]
    assert desk.models.preferences.recent_files == (tmp_path / "mix.wav",)
    assert desk.models.preferences.folder == tmp_path


def test_a_relative_path_is_kept_whole(desk, read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desk.actions.files.open_track(Path("mix.wav"))
    assert desk.state.track == tmp_path / "mix.wav"


def test_another_track_keeps_the_slots_and_the_reference_and_forgets_the_rest(loaded, read, tmp_path):
    actions = loaded.actions
    actions.files.open_reference(tmp_path / "ref.wav")
    actions.slots.set_profile(3, "n")
    actions.window.move(80.0)
    loaded.models.desk.note(heard="4")
    (tmp_path / "other.wav").touch()
    actions.files.open_track(tmp_path / "other.wav")
    state = loaded.state
    assert (state.track, state.reference) == (tmp_path / "other.wav", tmp_path / "ref.wav")
    assert state.slots[3].profile == "n"
    assert (state.window_start_s, state.heard) == (45.0, ORIGINAL)
    assert not loaded.actions.commands["undo"].isEnabled()


def test_the_same_file_can_be_read_again(desk, read, tmp_path):
    desk.actions.files.open_track(tmp_path / "mix.wav")
    read.clear()
    desk.actions.files.open_track(tmp_path / "mix.wav")
    assert read[-1] == (ORIGINAL, tmp_path / "mix.wav", None)


def test_of_two_dropped_files_the_second_is_the_reference(desk, read, tmp_path):
    desk.actions.files.open_dropped([tmp_path / "mix.wav", tmp_path / "ref.wav"], on_reference_lane=False)
    assert (desk.state.track, desk.state.reference) == (tmp_path / "mix.wav", tmp_path / "ref.wav")


def test_a_file_dropped_on_the_reference_lane_is_the_reference(loaded, read, tmp_path):
    track = loaded.state.track
    loaded.actions.files.open_dropped([tmp_path / "ref.wav"], on_reference_lane=True)
    assert (loaded.state.track, loaded.state.reference) == (track, tmp_path / "ref.wav")


def test_nothing_dropped_changes_nothing(desk, read):
    before = desk.state
    desk.actions.files.open_dropped([], on_reference_lane=False)
    assert desk.state == before and read == []


def test_a_dropped_session_is_opened(loaded, read, tmp_path):
    loaded.actions.slots.set_profile(2, "n")
    loaded.actions.sessions.save_as(tmp_path / "desk")
    loaded.actions.slots.set_profile(2, "c")
    loaded.actions.files.open_dropped([tmp_path / "desk.mdsession"], on_reference_lane=False)
    assert loaded.state.slots[2].profile == "n"
    assert (ORIGINAL, loaded.state.track, None) in read


def test_slots_that_match_follow_the_reference_and_lose_it(loaded, read, tmp_path):
    actions = loaded.actions
    actions.files.open_reference(tmp_path / "first.wav")
    actions.slots.use_reference(1, True)
    actions.files.open_reference(tmp_path / "second.wav")
    assert loaded.state.slots[1].references == (Reference(str(tmp_path / "second.wav")),)
    assert loaded.state.slots[0].references == ()
    actions.files.close_reference()
    assert loaded.state.reference is None
    assert loaded.state.slots[1].references == ()
    for _ in range(2):
        actions.commands["undo"].trigger()
    assert loaded.state.slots[1].references == (Reference(str(tmp_path / "first.wav")),)


@pytest.mark.parametrize("way", ["close", "undo", "cancel"])
def test_when_the_reference_goes_the_original_is_heard(loaded, reference_song, way):
    loaded.actions.files.open_reference(reference_song)
    loaded.actions.slots.use_reference(1, True)
    loaded.actions.listening.hear(REFERENCE)
    assert loaded.state.heard == REFERENCE
    if way == "close":
        loaded.actions.files.close_reference()
    elif way == "cancel":
        loaded.actions.files.cancel_reading(REFERENCE)
    else:
        loaded.actions.commands["undo"].trigger()
        loaded.actions.commands["undo"].trigger()
    assert loaded.state.reference is None
    assert loaded.state.heard == ORIGINAL
    assert not any(settings.references for settings in loaded.state.slots)


def test_reading_is_given_up_when_it_is_cancelled(desk, song):
    desk.actions.files.open_track(song)
    assert desk.models.track.status is LaneStatus.READING
    desk.actions.files.cancel_reading(ORIGINAL)
    assert desk.models.track.status is LaneStatus.EMPTY
    assert desk.state.track is None


def test_the_reference_is_read_at_the_rate_of_the_track(loaded, read, tmp_path):
    loaded.actions.files.open_reference(tmp_path / "ref.wav")
    assert read == [(REFERENCE, tmp_path / "ref.wav", loaded.models.track.format.sample_rate)]


def test_a_track_of_another_rate_lets_the_reference_be_read_anew(loaded, reference_song, song, qtbot, monkeypatch):
    loaded.put_reference(reference_song)
    asked = []
    monkeypatch.setattr(loaded.workers.readers[REFERENCE], "read", lambda *arguments: asked.append(arguments))
    other_rate = type(loaded.models.track.track)(loaded.models.track.track._track)
    other_rate.sample_rate = 48000
    loaded.models.track.clear()
    loaded.models.track.start(song)
    loaded.models.track.ready(other_rate)
    assert len(asked) == 1 and asked[0][0] == reference_song


def test_a_reference_that_is_read_after_the_track_is_read_anew_at_its_rate(loaded, reference_song, monkeypatch):
    """Two files at once: the track's rate is not known yet when the reference begins to be read."""
    asked = []
    monkeypatch.setattr(loaded.workers.readers[REFERENCE], "read", lambda *arguments: asked.append(arguments))
    loaded.models.desk.note(reference=reference_song)
    asked.clear()
    loaded.models.reference.start(reference_song)
    loaded.models.reference.ready(LentTrack(scenes.desk_track(reference_song, 22050)))
    assert asked == [(reference_song, loaded.models.track.track.sample_rate)]


def test_another_track_leaves_the_compared_part_of_the_reference(loaded, read, reference_song, tmp_path):
    loaded.put_reference(reference_song)
    loaded.actions.window.move_reference(33.0)
    (tmp_path / "other.wav").touch()
    loaded.actions.files.open_track(tmp_path / "other.wav")
    assert loaded.state.track == tmp_path / "other.wav"
    assert loaded.state.reference_start_s == 33.0


def test_a_file_that_is_gone_leaves_the_desk_as_it_is(loaded, read, reference_song, tmp_path):
    """It is among the recent files still; the ones on the desk need not be read anew for it."""
    loaded.put_reference(reference_song)
    told = []
    loaded.actions.view.told.connect(told.append)
    read.clear()
    before, recent = loaded.state, loaded.models.preferences.recent_files
    loaded.actions.files.open_track(tmp_path / "gone.wav")
    loaded.actions.files.open_reference(tmp_path / "gone.wav")
    assert told == [f"{tmp_path / 'gone.wav'} was not found: check the name and the folder."] * 2
    assert (loaded.state, loaded.models.preferences.recent_files, read) == (before, recent, [])


def test_the_demo_is_made_once_and_opened(desk, read, qtbot, own_folders):
    desk.actions.commands["open_demo"].trigger()
    desk.actions.commands["open_demo"].trigger()
    qtbot.waitUntil(lambda: desk.state.track is not None, timeout=30000)
    (made,) = own_folders.rglob("*demo*.wav")
    assert desk.state.track == made
    written = made.stat().st_mtime_ns
    desk.actions.files.open_demo()
    qtbot.waitUntil(lambda: len([entry for entry in read if entry[1] == made]) == 2, timeout=30000)
    assert made.stat().st_mtime_ns == written


def test_a_demo_that_cannot_be_written_is_told_each_time(desk, read, qtbot, own_folders):
    (own_folders / "xdg_data_home").rmdir()
    (own_folders / "xdg_data_home").write_text("a file where a folder should be")
    told = []
    desk.actions.view.told.connect(told.append)
    for tries in (1, 2):
        desk.actions.files.open_demo()
        qtbot.waitUntil(lambda tries=tries: len(told) == tries, timeout=10000)
    assert "cannot be made" in told[0]
    assert desk.state.track is None


def test_a_file_that_cannot_be_used_gives_the_desk_back(loaded, qtbot, tmp_path):
    told = []
    loaded.actions.view.told.connect(told.append)
    before = loaded.state
    wrong = tmp_path / "notes.wav"
    wrong.write_text("no music")
    loaded.actions.files.open_track(wrong)
    qtbot.waitUntil(lambda: loaded.state.track == before.track, timeout=10_000)
    assert "notes.wav" in told[0]
    assert loaded.state.slots == before.slots
