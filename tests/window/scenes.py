"""The desk in the states that views must show, made of the engine's real types, and actions that only take notes.

`empty()`, `reading()`, `ready()`, `failed()` give `Models`; `RecordingActions` stands in for `Actions`.
"""

import copy
import dataclasses
import functools
import tempfile
from pathlib import Path

import numpy as np
import soundfile as sf
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction, QActionGroup

from masterdesk.engine.dsp.peaks import PeakPyramid
from masterdesk.engine.pipelines.desk.desk_track import load_desk_track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.findings import Finding
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.preferences import Preferences

#: Small enough to be measured within a second, long enough for a window of 30 s.
RATE = 16000
TRACK_S, REFERENCE_S = 150.0, 120.0
#: Loudness of the parts of a song, as shares of its length.
PARTS = ((0.08, 0.12), (0.3, 0.35), (0.36, 0.15), (0.62, 0.6), (0.7, 0.18), (0.94, 0.65), (1.0, 0.2))
LATE_S = 0.8
TRACK_NAME, REFERENCE_NAME = "Harbour Lights", "Slow Tide"


@functools.cache
def folder():
    """A temporary folder for everything the scenes need; it lives as long as the process."""
    holder = tempfile.TemporaryDirectory(prefix="masterdesk-scenes-")
    folder.holder = holder
    return Path(holder.name)


def song(seconds=TRACK_S, rate=RATE, seed=1, gain=1.0):
    """Stereo noise under beats, in parts of different loudness, clipped and with a late start, (frames, 2) float32."""
    rng = np.random.default_rng(seed)
    frames = round(seconds * rate)
    time = np.arange(frames) / rate
    ends = np.array([end for end, _ in PARTS]) * seconds
    level = np.array([part for _, part in PARTS])[np.minimum(np.searchsorted(ends, time, "right"), len(PARTS) - 1)]
    beat = 0.35 + 0.65 * np.exp(-6.0 * ((time * 2.0) % 1.0))
    middle = np.convolve(rng.normal(0.0, 0.5, frames), np.hanning(8) / 4.0, "same")
    side = rng.normal(0.0, 0.08, frames)
    shape = 1.6 * level * beat * np.minimum(1.0, (seconds - time) / 3.0) * (time > LATE_S)
    audio = (np.stack([middle + side, middle - side], axis=1) * shape[:, None]).clip(-0.7, 0.7)
    return (gain * audio).astype(np.float32)


@functools.cache
def wav(name, seconds=TRACK_S, rate=RATE, seed=1, gain=1.0):
    """A 24-bit WAV of `song`."""
    path = folder() / f"{name}.wav"
    sf.write(path, song(seconds, rate, seed, gain), rate, subtype="PCM_24")
    return path


@functools.cache
def desk_track(path, sample_rate=None):
    """A file loaded by the engine; loaded once and shared, so never close it."""
    return load_desk_track(path, Progress(), sample_rate=sample_rate)


def preferences():
    """Preferences of their own, that no other scene sees and no user loses."""
    path = Path(tempfile.mkdtemp(dir=folder())) / "preferences.ini"
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat))


def empty():
    """Nothing is loaded."""
    return Models(preferences=preferences())


def reading(fraction=0.4, path=None, knows_length=True):
    """A track of which `fraction` has been read, without a reference."""
    models = empty()
    path = path or wav(TRACK_NAME)
    audio, rate = sf.read(path, dtype="float32", always_2d=True)
    models.desk.note(track=path)
    models.track.start(path)
    models.track.opened(desk_track(path).format, len(audio) / rate if knows_length else None)
    grow(models.track, audio, fraction)
    models.track.progress(fraction)
    return models


def grow(lane, audio, fraction):
    """Give a lane the waveform of the first `fraction` of `audio` (frames, channels)."""
    peaks = PeakPyramid(audio.shape[1], len(audio))
    peaks.push(audio[: round(fraction * len(audio))].T)
    lane.grow(peaks)


def ready(path=None, reference=None, heard="2", position_s=57.3, window_start_s=45.0, has_reference=True):
    """A track and a reference, read and measured; slot `heard` is heard at `position_s`."""
    models = empty()
    load_track(models, path or wav(TRACK_NAME))
    if has_reference:
        load_reference(models, reference or wav(REFERENCE_NAME, REFERENCE_S, RATE, 2, 0.5))
    models.desk.note(window_start_s=window_start_s, heard=heard)
    models.playback.set_position(position_s)
    return models


def load_track(models, path):
    """Put a file on the track's lane."""
    models.desk.note(track=path)
    models.track.start(path)
    models.track.ready(desk_track(path))


#: Code, severity and times of some findings.
FINDINGS = (
    ("silence_start", "info", (0.0,)),
    ("clipped", "warning", (52.0, 61.5, 80.2, 80.9)),
    ("true_peak_over", "warning", (61.6, 104.0)),
    ("resampled_source", "info", ()),
    ("phase_trouble", "warning", (12.0,)),
    ("dc_offset", "warning", ()),
)


def add_findings(lane):
    """Let the analysis of a lane's file have found `FINDINGS`."""
    found = tuple(Finding(code, severity, f"Something about {code}.", at) for code, severity, at in FINDINGS)
    lane.track = copy.copy(lane.track)
    lane.track.analysis = dataclasses.replace(lane.track.analysis, findings=found)
    lane.changed.emit()


def load_reference(models, path, start_s=60.0):
    """Put a file on the reference's lane, at the track's rate; its window begins at `start_s`."""
    track = models.track.track
    models.desk.note(reference=path, reference_start_s=start_s)
    models.reference.start(path)
    models.reference.ready(desk_track(path, track.sample_rate if track else None))


def failed(name="Holiday photo.wav"):
    """A file that is no audio was dropped on the track, and one that vanished on the reference."""
    models = empty()
    path = folder() / name
    models.track.start(path)
    models.track.fail(f"{path} holds no audio that can be read: choose a sound file, such as WAV, FLAC or MP3")
    models.reference.start(folder() / "gone.flac")
    models.reference.fail("gone.flac is not there any more: choose it again where it is now")
    return models


class RecordingActions:
    """Takes the place of `Actions`: `calls` lists what a view asked for as (name, arguments)."""

    def __init__(self):
        self.calls = []
        self.commands = RecordingCommands()
        groups = ("files", "slots", "match", "references", "window", "transport")
        for name in (*groups, "listening", "findings", "rendering", "blind"):
            setattr(self, name, _Recorder(name, self.calls))
        self.view = _ViewActions(self.calls)

    def named(self, name):
        """Arguments of every call of `name`, such as "window.move"."""
        return [arguments for called, arguments in self.calls if called == name]


class _Recorder:
    def __init__(self, group, calls):
        self._group, self._calls = group, calls

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments, **named: self._calls.append((f"{self._group}.{name}", (*arguments, *named.values())))


class _ViewActions(QObject):
    zoom_requested = Signal(str)

    def __init__(self, calls):
        super().__init__()
        self._recorder = _Recorder("view", calls)

    def __getattr__(self, name):
        return getattr(self._recorder, name)


#: Group, id, text, keys, whether it can be checked: as the real commands, as far as views show them.
COMMANDS = (
    ("File", "open_track", "Open track…", ("Ctrl+O",), False),
    ("File", "open_reference", "Open reference…", ("Ctrl+Shift+O",), False),
    ("File", "close_reference", "Close reference", (), False),
    ("File", "open_demo", "Open the demo track", (), False),
    ("File", "open_session", "Open session…", (), False),
    ("File", "save_session", "Save session", ("Ctrl+S",), False),
    ("File", "save_session_as", "Save session as…", ("Ctrl+Shift+S",), False),
    ("File", "quit", "Quit", ("Ctrl+Q",), False),
    ("Edit", "undo", "Undo", ("Ctrl+Z",), False),
    ("Edit", "redo", "Redo", ("Ctrl+Shift+Z",), False),
    ("Play", "play", "Play", ("Space",), False),
    ("Play", "loop", "Loop", ("L",), True),
    ("Play", "seek_back", "Back 1 s", ("Left",), False),
    ("Play", "seek_forward", "Forward 1 s", ("Right",), False),
    ("Play", "seek_window_start", "To the window's start", ("Home",), False),
    ("Listen", "hear_original", "Original", ("0",), False),
    *(("Listen", f"hear_{n}", f"Preview {n}", (str(n),), False) for n in range(1, 6)),
    ("Listen", "hear_reference", "Reference", ("R",), False),
    ("Listen", "hear_previous", "Previous card", (), False),
    ("Listen", "hear_next", "Next card", (), False),
    ("Listen", "match_loudness", "Match loudness", ("M",), True),
    *(("Listen", f"monitor_{mode}", mode.capitalize(), (), True) for mode in ("stereo", "mono", "side", "swap")),
    ("Listen", "crossfeed", "Crossfeed", (), True),
    ("Listen", "small_speaker", "Small speaker", (), True),
    ("Listen", "volume_up", "Louder", (), False),
    ("Listen", "volume_down", "Quieter", (), False),
    ("Listen", "mute", "Mute", (), True),
    ("Listen", "blind_test", "Blind test…", ("B",), False),
    ("Master", "suggest_five", "Suggest five", (), False),
    ("Master", "render_master", "Render master…", ("Ctrl+R",), False),
    ("Master", "render_queue", "Render queue", (), False),
    ("Match", "match_panel", "Match…", ("T",), False),
    ("Match", "match_reference", "Match the reference", ("Ctrl+T",), False),
    ("Match", "match_curves", "Match curves", ("Shift+T",), True),
    ("Match", "add_reference", "Add a reference to the match…", ("Ctrl+Shift+A",), False),
    ("Match", "save_match", "Save match…", ("Ctrl+Shift+M",), False),
    ("Match", "use_match", "Use a saved match…", ("Ctrl+Alt+M",), False),
    ("Match", "region_whole", "Match the whole reference", ("Shift+O",), False),
    ("Match", "region_chorus", "Match its loudest chorus", ("Shift+I",), False),
    ("Match", "region_start", "Region from the playhead", ("I",), False),
    ("Match", "region_stop", "Region to the playhead", ("O",), False),
    *(("Window", f"window_{w}", f"{w.capitalize()} 30 s", (), False) for w in ("loudest", "quietest", "dynamic")),
    ("Window", "window_default", "Default 30 s", (), False),
    ("Window", "clear_loop", "Loop the window", (), False),
    *(("View", f"zoom_{z}", f"Zoom {z}", (), False) for z in ("in", "out", "all", "window")),
    *(("View", f"theme_{theme}", theme.capitalize(), (), True) for theme in ("dark", "light", "system")),
    ("View", "reset_meters", "Reset meters", ("Shift+R",), False),
    ("View", "settings", "Settings…", ("Ctrl+,",), False),
    ("View", "full_screen", "Full screen", ("F11",), True),
    ("Help", "help", "Keys and help", ("F1", "?"), False),
    ("Help", "about", "About MasterDesk", (), False),
)


class RecordingCommands(QObject):
    """Stands in for `Commands`: real QActions that do nothing; `triggered` lists the ids that were."""

    def __init__(self):
        super().__init__()
        self.triggered = []
        self._groups, self._actions = {}, {}
        monitors = QActionGroup(self)
        for group, name, text, keys, checkable in COMMANDS:
            action = QAction(text, self)
            action.setObjectName(name)
            action.setShortcuts(list(keys))
            action.setToolTip(f"{text} ({keys[0]})" if keys else text)
            action.setCheckable(checkable)
            action.triggered.connect(functools.partial(self._note, name))
            if name.startswith("monitor_"):
                monitors.addAction(action)
            self._actions[name] = action
            self._groups.setdefault(group, []).append(action)
        for name in ("loop", "match_loudness", "match_curves", "monitor_stereo", "theme_dark"):
            self._actions[name].setChecked(True)

    def __getitem__(self, name):
        return self._actions[name]

    def groups(self):
        """Group titles with their actions, in order."""
        return list(self._groups.items())

    def _note(self, name, checked=False):
        self.triggered.append(name)
