"""What a crash costs, and what is offered afterwards."""

import os
import signal
import subprocess
import sys
import time

import pytest

from masterdesk.window.models.desk import DeskModel
from masterdesk.window.models.session_file import load_session, save_session
from masterdesk.window.workers import autosave
from masterdesk.window.workers.autosave import Autosave, autosave_folder

pytestmark = pytest.mark.usefixtures("nothing_is_left", "own_folders")

#: The issue's promise: what was done longer ago than this, in seconds, is never lost.
PROMISE_S = 10.0

#: A desk of its own: its window moves all the time, and it says where to. The first argument is the folder.
DESK = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from masterdesk.window.models.desk import DeskModel
from masterdesk.window.workers.autosave import Autosave

app = QCoreApplication(sys.argv[:1])
desk = DeskModel()
saving = Autosave(desk, Path(sys.argv[1]))
desk.note(track=Path(sys.argv[1]) / "mix.wav")

def move():
    desk.change("Move the window", window_start_s=time.time())
    print(desk.state.window_start_s, flush=True)

timer = QTimer(interval=100)
timer.timeout.connect(move)
timer.start()
QTimer.singleShot(20000, app.quit)
app.exec()
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "autosave").mkdir()
    return tmp_path / "autosave"


@pytest.fixture
def running(folder):
    """Another instance, at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", DESK, str(folder)], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    yield process
    process.kill()
    process.wait(5)
    process.stdout.close()


@pytest.fixture
def saver(qapp, folder):
    """Makes desks with their autosave, of this process."""
    made = []

    def make(track=None):
        desk = DeskModel()
        made.append(Autosave(desk, folder))
        if track is not None:
            desk.note(track=track)
        return made[-1]

    yield make
    for saving in made:
        saving.close()


def lost_desk(folder, name, track, age_s=0.0):
    """A desk that no process holds any more."""
    desk = DeskModel()
    desk.note(track=track)
    path = folder / f"desk-{name}{autosave.SUFFIX}"
    save_session(desk.state, path)
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def test_a_killed_desk_is_offered_as_it_was_seconds_ago(saver, running, folder):
    first = float(running.stdout.readline())
    while time.time() - first < 6.0:
        last = float(running.stdout.readline())
    running.send_signal(signal.SIGKILL)
    running.wait(5)
    killed = time.time()
    state = saver().lost()
    assert state is not None and state.track == folder / "mix.wav"
    assert first < state.window_start_s <= last + 0.2
    assert killed - state.window_start_s < PROMISE_S


def test_a_desk_in_use_is_not_offered(saver, running, folder):
    first = float(running.stdout.readline())
    while time.time() - first < 5.0:
        running.stdout.readline()
    assert list(folder.glob("desk-*.mdsession")), "it was saved"
    assert saver().lost() is None
    running.kill()
    running.wait(5)
    assert saver().lost() is not None


def test_it_is_offered_once(saver, folder, song):
    lost_desk(folder, 1, song)
    first = saver()
    assert first.lost().track == song
    assert first.lost() is None
    first.close()
    assert saver().lost() is None


def test_an_offer_that_was_never_answered_is_made_again_after_another_crash(saver, folder, song):
    lost_desk(folder, 1, song)
    crashed = saver()
    assert crashed.lost() is not None
    crashed._lock.unlock()  # as when its process is killed
    assert saver().lost().track == song


def test_the_newest_of_several_comes_first(saver, folder, song, reference_song):
    lost_desk(folder, 1, song, age_s=50.0)
    lost_desk(folder, 2, reference_song, age_s=10.0)
    saving = saver()
    assert saving.lost().track == reference_song
    assert saving.lost().track == song
    assert saving.lost() is None


def test_what_nobody_misses_is_cleared_away(saver, folder):
    (folder / "desk-1.mdsession").write_text("{ broken")
    empty = lost_desk(folder, 2, None)
    assert saver().lost() is None
    assert not empty.exists() and not (folder / "desk-1.mdsession").exists()


def test_a_regular_end_leaves_nothing_lost_and_keeps_the_last_desk(saver, folder, song):
    saving = saver(song)
    saving.save()
    saving.close()
    assert saver().lost() is None
    assert saver().last().track == song
    assert [path.name for path in folder.iterdir() if "lock" not in path.name] == [autosave.LAST]


def test_the_last_desk_is_offered_only_while_its_track_is_there(saver, tmp_path):
    saver(tmp_path / "gone.wav").close()
    assert saver().last() is None


def test_a_change_is_saved_soon_and_not_at_once(saver, folder, qtbot, song, monkeypatch):
    monkeypatch.setattr(autosave, "SAVE_AFTER_MS", 50)
    saving = saver(song)
    assert not saving.path.exists()
    qtbot.waitUntil(saving.path.exists, timeout=2000)
    assert load_session(saving.path).track == song
    assert autosave.SAVE_AFTER_MS / 1000.0 < PROMISE_S


def test_many_changes_do_not_put_saving_off(saver, qtbot, song, monkeypatch):
    monkeypatch.setattr(autosave, "SAVE_AFTER_MS", 100)
    saving = saver(song)
    for position in range(30):
        saving._desk.note(window_start_s=float(position))
        qtbot.wait(10)
    assert saving.path.exists()


def test_a_full_disk_is_tried_again(saver, qtbot, song, monkeypatch, folder):
    monkeypatch.setattr(autosave, "SAVE_AFTER_MS", 50)
    saving = saver(song)
    there, elsewhere = saving.path, saving.path.parent / "missing" / saving.path.name
    saving.path = elsewhere
    qtbot.wait(150)
    elsewhere.parent.mkdir()
    qtbot.waitUntil(elsewhere.exists, timeout=2000)
    saving.path = there
    elsewhere.unlink()


def test_two_desks_never_share_a_file(saver):
    assert saver().path != saver().path


def test_a_home_that_cannot_be_written_is_no_reason_not_to_start(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    folder = autosave_folder()
    assert folder.is_dir()
    assert autosave_folder() == folder, "the settings name the folder that is used"
