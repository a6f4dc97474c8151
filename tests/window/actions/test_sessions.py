"""The desk goes into a file and comes back."""

from pathlib import Path

import pytest

from masterdesk.window.models.desk_state import DeskState


@pytest.fixture
def told(desk):
    messages = []
    desk.actions.view.told.connect(messages.append)
    return messages


def test_what_was_saved_comes_back(loaded, tmp_path):
    actions = loaded.actions
    actions.slots.set_platform(0, "spotify")
    actions.slots.set_intensity(1, 35.0)
    actions.window.set_loop(50.0, 60.0)
    actions.listening.set_mode("mono")
    actions.sessions.save_as(tmp_path / "my.desk")
    saved = loaded.state
    assert actions.sessions.path == tmp_path / "my.desk.mdsession"
    actions.slots.reset(0)
    actions.window.clear_loop()
    actions.sessions.open(tmp_path / "my.desk.mdsession")
    assert loaded.state == saved


def test_saving_again_needs_no_question(loaded, tmp_path):
    asked = []
    loaded.actions.view.asked.connect(asked.append)
    loaded.actions.sessions.save()
    assert asked == ["save_session_as"]
    loaded.actions.sessions.save_as(tmp_path / "a.mdsession")
    before = (tmp_path / "a.mdsession").read_bytes()
    loaded.actions.slots.set_profile(0, "n")
    loaded.actions.commands["save_session"].trigger()
    assert asked == ["save_session_as"]
    assert (tmp_path / "a.mdsession").read_bytes() != before


def test_what_is_no_session_is_told_and_changes_nothing(loaded, told, song, tmp_path):
    before = loaded.state
    (tmp_path / "half.mdsession").write_text('{"format": "masterdesk-ses')
    for path in (song, tmp_path / "half.mdsession", tmp_path / "none.mdsession"):
        loaded.actions.sessions.open(path)
    assert loaded.state == before
    assert loaded.actions.sessions.path is None
    assert len(told) == 3 and all(": " in message for message in told)


def test_a_folder_that_cannot_be_written_is_told(loaded, told):
    loaded.actions.sessions.save_as(Path("/proc/desk.mdsession"))
    assert len(told) == 1
    assert loaded.actions.sessions.path is None


def test_an_undone_change_cannot_be_made_again_after_a_session_was_opened(loaded, tmp_path):
    loaded.actions.sessions.save_as(tmp_path / "a.mdsession")
    loaded.actions.slots.set_profile(0, "n")
    loaded.actions.sessions.open(tmp_path / "a.mdsession")
    assert not loaded.actions.commands["undo"].isEnabled()


def test_a_desk_that_was_lost_is_not_saved_over_the_session_that_is_open(loaded, tmp_path):
    asked = []
    loaded.actions.view.asked.connect(asked.append)
    loaded.actions.sessions.save_as(tmp_path / "a.mdsession")
    before = (tmp_path / "a.mdsession").read_bytes()
    loaded.actions.sessions.restore(DeskState(track=loaded.state.track, heard="2"))
    loaded.actions.sessions.save()
    assert asked == ["save_session_as"]
    assert (tmp_path / "a.mdsession").read_bytes() == before


def test_restoring_the_same_track_reads_it_again(loaded, monkeypatch):
    read = []
    monkeypatch.setattr(loaded.workers.readers["original"], "read", lambda *arguments: read.append(arguments[0]))
    loaded.actions.sessions.restore(DeskState(track=loaded.state.track, heard="2"))
    assert read == [loaded.state.track]
    assert loaded.state.heard == "2"


def test_another_track_is_not_saved_over_the_session_that_was_open(desk, tmp_path):
    desk.actions.sessions.save_as(tmp_path / "first.mdsession")
    desk.actions.files.open_track(tmp_path / "other.wav")
    assert desk.actions.sessions.path is None
