"""A desk of our own for each test: nothing of the user's is read or written, nothing blocks, nothing is left behind."""

import gc
import multiprocessing
import threading
import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSettings, QThread, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from window import scenes
from window.stand_ins import LentTrack, RecordingDeck, RecordingPlayer, slot_audio

from masterdesk.engine.pipelines.desk.deck import Window
from masterdesk.window.actions.desk_actions import Actions, make_actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.models.preferences import Preferences
from masterdesk.window.workers.desk_workers import Workers, make_workers

#: Threads need this long at most to be gone after they were asked to end, in seconds.
GONE_WITHIN_S = 5.0


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    """Settings, data and temporary files go to folders of this test."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    return tmp_path


@pytest.fixture
def opened(monkeypatch):
    """No dialog may wait for a user. Returns the addresses that were given to the desktop."""

    def refuse(*arguments, **options):
        raise AssertionError("a dialog was opened that nobody would answer")

    addresses = []
    for box, name in (
        (QDialog, "exec"),
        (QMessageBox, "exec"),
        (QFileDialog, "getOpenFileName"),
        (QFileDialog, "getSaveFileName"),
        (QFileDialog, "getExistingDirectory"),
    ):
        monkeypatch.setattr(box, name, refuse)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: addresses.append(url.toLocalFile()))
    return addresses


@pytest.fixture
def nothing_is_left(qapp):
    """After the test no thread, process or ticking timer is there that was not before."""
    threads = set(threading.enumerate())
    gc.freeze()  # what is there already is not looked at, which would take long
    yield
    deadline = time.monotonic() + GONE_WITHIN_S
    while (left := _left(threads)) and time.monotonic() < deadline:
        qapp.processEvents()
        time.sleep(0.02)
    gc.unfreeze()
    assert not left


def _left(threads):
    """What is still running, in words."""
    gc.collect()
    running = [thread for thread in gc.get_objects() if isinstance(thread, QThread) and _is_running(thread)]
    return [
        *(f"thread {thread.name}" for thread in set(threading.enumerate()) - threads if not _is_foreign(thread)),
        *(f"process {child.pid}" for child in multiprocessing.active_children()),
        *(f"{type(thread).__name__} {thread.objectName()}" for thread in running),
        *(f"timer of {timer.parent()!r}" for timer in _ticking()),
    ]


def _is_foreign(thread):
    """Python gives a QThread such an object, and keeps it."""
    return isinstance(thread, threading._DummyThread)


def _is_running(thread):
    try:
        return thread.isRunning()
    except RuntimeError:  # deleted
        return False


def _ticking():
    return [timer for timer in gc.get_objects() if isinstance(timer, QTimer) and _is_active(timer)]


def _is_active(timer):
    try:
        return timer.isActive()
    except RuntimeError:  # deleted
        return False


@pytest.fixture
def models(qapp, own_folders):
    store = QSettings(str(own_folders / "preferences.ini"), QSettings.Format.IniFormat)
    return Models(preferences=Preferences(store))


@pytest.fixture
def open_view(qtbot):
    """Shows `kind(models, actions)` of a size in pixels, for models or what plays them; gives (view, actions)."""
    kept = []

    def make(kind, source, width, height):
        actions = scenes.RecordingActions()
        view = kind(getattr(source, "models", source), actions)
        qtbot.addWidget(view)
        kept.append(view)
        view.resize(width, height)
        view.show()
        QApplication.processEvents()
        return view, actions

    yield make
    kept.clear()


@pytest.fixture
def players(monkeypatch):
    """Every player that is made, instead of the one with a sound card."""
    made = []

    def make(sample_rate, device=None):
        made.append(RecordingPlayer(sample_rate, device))
        return made[-1]

    monkeypatch.setattr("masterdesk.playback.player.Player", make)
    return made


@pytest.fixture
def decks(monkeypatch):
    """Every deck that is made, instead of the one that renders."""
    monkeypatch.setattr(RecordingDeck, "all", [])
    monkeypatch.setattr("masterdesk.engine.pipelines.desk.deck.Deck", RecordingDeck)
    return RecordingDeck.all


@pytest.fixture
def song():
    """A track of 150 s, measured: loud and quiet parts, clipped here and there."""
    return scenes.wav(scenes.TRACK_NAME)


@pytest.fixture
def reference_song():
    """Another of 120 s."""
    return scenes.wav(scenes.REFERENCE_NAME, scenes.REFERENCE_S, scenes.RATE, 2, 0.5)


@dataclass(eq=False)
class Desk:
    """Models, workers and actions that belong together, with a player and a deck that take notes."""

    models: Models
    workers: Workers
    actions: Actions
    players: list
    decks: list

    @property
    def player(self):
        return self.players[-1]

    @property
    def deck(self):
        return self.decks[-1]

    @property
    def state(self):
        return self.models.desk.state

    def put_track(self, path):
        """A track is on the desk, read and measured; reading it is another test's matter."""
        self.models.desk._state = self.models.desk.state.__class__(track=path)
        self.models.track.start(path)
        self.models.track.ready(LentTrack(scenes.desk_track(path)))

    def put_reference(self, path):
        track = LentTrack(scenes.desk_track(path, self.models.track.track.sample_rate))
        self.models.desk._state = self.models.desk.state.__class__(
            **{**vars(self.models.desk.state), "reference": path}
        )
        self.models.reference.start(path)
        self.models.reference.ready(track)

    def answer(self, slot, **options):
        """The deck answers a slot (from 0) with a preview of the window as it is."""
        rate, state = self.models.track.track.sample_rate, self.state
        window = Window(round(state.window_start_s * rate), round(state.window_s * rate))
        audio = slot_audio(slot, state.slots[slot], window, rate, **options)
        self.models.slots[slot].arrive(audio)
        return audio

    def answer_all(self):
        return {key: self.answer(slot) for slot, key in enumerate(SLOT_KEYS)}

    def close(self):
        self.actions.files.close()
        self.workers.close()


@pytest.fixture
def desk(nothing_is_left, opened, models, players, decks):
    """A desk without a window; no thread or process runs before something needs one."""
    workers = make_workers(models)
    desk = Desk(models, workers, make_actions(models, workers), players, decks)
    yield desk
    desk.close()


@pytest.fixture
def loaded(desk, song, qtbot):
    """The desk with a measured track on it; the deck was asked for five previews."""
    desk.put_track(song)
    qtbot.waitUntil(lambda: len(desk.deck.asked) == 5)
    return desk
