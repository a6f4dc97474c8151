"""What is remembered between runs comes back, with its type, and never breaks a start."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from masterdesk.window.models.preferences import MAX_RECENT, Preferences


@pytest.fixture
def store(tmp_path):
    return lambda: QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)


def test_values_come_back_in_the_next_run(qapp, store):
    first = Preferences(store())
    first.theme, first.volume_db, first.device = "light", -12.5, "Headphones"
    first.delivery = {"formats": ["wav", "mp3"], "overwrite": True}
    first._store.sync()
    second = Preferences(store())
    assert (second.theme, second.volume_db, second.device) == ("light", -12.5, "Headphones")
    assert second.delivery == {"formats": ["wav", "mp3"], "overwrite": True}


def test_defaults_stand_in_for_nonsense(qapp, store):
    settings = store()
    for name, text in {"theme": '"pink"', "volume_db": '"loud"', "recent_files": "{]", "spectrum": "3"}.items():
        settings.setValue(name, text)
    preferences = Preferences(settings)
    assert (preferences.theme, preferences.volume_db) == ("dark", -6.0)
    assert (preferences.recent_files, preferences.spectrum) == ((), {})


def test_files_of_each_kind_are_looked_for_where_they_were_last(qapp, store, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    preferences = Preferences(store())
    assert preferences.folder == tmp_path, "the first time in the user's own folder, wherever the program was started"
    mixes, finished = tmp_path / "mixes", tmp_path / "finished"
    for folder in (mixes, finished):
        folder.mkdir()
    preferences.folder = mixes
    assert preferences.folder_of("reference") == mixes, "the only one known"
    preferences.keep_folder("reference", finished)
    assert (preferences.folder, preferences.folder_of("reference")) == (mixes, finished)
    finished.rmdir()
    assert preferences.folder_of("reference") == mixes


def test_recent_files_are_few_and_each_stands_once(qapp, store):
    preferences = Preferences(store())
    for number in [*range(MAX_RECENT + 3), 5]:
        preferences.remember_file(Path(f"/music/{number}.wav"))
    assert len(preferences.recent_files) == MAX_RECENT
    assert preferences.recent_files[0] == Path("/music/5.wav")
    assert preferences.recent_files.count(Path("/music/5.wav")) == 1


def test_switches_of_the_window_are_remembered(qapp, store):
    first = Preferences(store())
    assert first.view("lines", True) is True
    first.keep_view("lines", False)
    first.keep_view("range", 1.0)
    first._store.sync()
    second = Preferences(store())
    assert (second.view("lines", True), second.view("range", 0.0)) == (False, 1.0)
    assert second.view("range", "nothing") == "nothing", "another version may have kept something else"
