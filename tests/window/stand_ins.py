"""Small stand-ins for what is slow, loud or elsewhere: a player, a deck, processes, a track."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import ClassVar

import numpy as np

from masterdesk.engine.errors import Cancelled
from masterdesk.engine.pipelines.desk.deck import SlotAudio, Window
from masterdesk.engine.types.analysis import Loudness
from masterdesk.playback.monitor import PLAIN
from masterdesk.playback.values import OutputDevice, PlayerStatus


class RecordingPlayer:
    """Has all that the desk gave to the player; what it does itself a test sets."""

    def __init__(self, sample_rate, device=None):
        self.sample_rate, self.device = sample_rate, device
        self.clips, self.gains_db = {}, {}
        self.key, self.loop, self.volume_db, self.monitor = None, None, 0.0, PLAIN
        self.playing, self.frame, self.underruns, self.problem = False, 0, 0, None
        self.seeks, self.is_closed = [], False
        self.searches = 0
        self.blocks = []
        self.tap = SimpleNamespace(read=self._read)

    def set_clip(self, key, clip):
        if clip is None:
            self.clips.pop(key, None)
        else:
            self.clips[key] = clip

    def set_gain(self, key, gain_db):
        self.gains_db[key] = gain_db

    def select(self, key):
        self.key = key

    def refresh_devices(self):
        self.searches += 1

    def play(self):
        self.playing = True

    def pause(self):
        self.playing = False

    def seek(self, frame):
        self.seeks.append(frame)
        self.frame = frame

    def set_loop(self, region):
        self.loop = region

    def set_volume(self, volume_db):
        self.volume_db = volume_db

    def set_monitor(self, monitor):
        self.monitor = monitor

    def set_device(self, device):
        self.device = device

    def output_devices(self):
        return [OutputDevice("Speakers", "ALSA", True), OutputDevice("Headphones", "ALSA", False)]

    def status(self):
        device = self.device or "Speakers"
        return PlayerStatus(self.playing, self.frame, self.key, self.underruns, device, self.problem, False)

    def close(self):
        self.is_closed = True

    def _read(self):
        blocks, self.blocks = self.blocks, []
        return blocks


@dataclass(eq=False)
class Asked:
    """One call of `Deck.render`."""

    slot: int
    settings: object
    window: Window
    listener: object
    heard_frame: int | None


class RecordingDeck:
    """Renders nothing; `asked` lists what it was to render. `all` has every deck that was made."""

    all: ClassVar[list] = []

    def __init__(self, track, workers, shelf=None):
        self.track, self.shelf, self.asked, self.is_closed = track, shelf, [], False
        RecordingDeck.all.append(self)

    def render(self, slot, settings, window, listener, heard_frame=None):
        self.asked.append(Asked(slot, settings, window, listener, heard_frame))

    def close(self):
        self.is_closed = True

    def take(self):
        """What was asked for since the last call."""
        asked, self.asked = self.asked, []
        return asked


class LentTrack:
    """A track that is shared by many tests: closing it is noted and nothing else."""

    def __init__(self, track):
        self._track, self.is_closed = track, False

    def __getattr__(self, name):
        return getattr(self._track, name)

    def close(self):
        self.is_closed = True


@dataclass(eq=False)
class Submitted:
    """One task given to `ManualWorkers`; a test decides how it ends."""

    function: object
    arguments: tuple
    progress: object
    future: Future = field(default_factory=Future)


class ManualWorkers:
    """Stands for the engine's processes: every task waits for the test, and ends when it is cancelled."""

    def __init__(self):
        self.tasks = []

    def submit(self, function, *arguments, progress=None, **options):
        task = Submitted(function, arguments, progress)
        self.tasks.append(task)
        return SimpleNamespace(result=lambda: self._result(task))

    def _result(self, task):
        while not task.future.done():
            if task.progress.is_cancelled:
                raise Cancelled()
            task.progress.advance(0.0)
            try:
                return task.future.result(0.005)
            except TimeoutError:
                continue
        return task.future.result()


def slot_audio(slot, settings, window, rate, exact=True, window_lufs=-14.0, samples=None, channels=2):
    """An answer of the deck, silent unless `samples` are given."""
    points = 4
    return SlotAudio(
        slot=slot,
        settings=settings,
        window=window,
        sample_rate=rate,
        samples=np.zeros((window.frames, channels), np.float32) if samples is None else samples,
        exact=exact,
        drive_db=3.0,
        loudness=Loudness(
            integrated_lufs=window_lufs,
            range_lu=6.0,
            max_momentary_lufs=-10.0,
            max_short_term_lufs=-12.0,
            true_peak_dbtp=-1.0,
            sample_peak_dbfs=-1.2,
        ),
        window_lufs=window_lufs,
        reduction_hop_frames=64,
        gain_reduction_db=np.full(-(-window.frames // 64), -2.0),
        eq_hop_frames=max(window.frames // points, 1),
        eq_frequencies_hz=np.array([100.0, 1000.0]),
        eq_gain_db=np.tile(np.arange(points, dtype=float), (2, 1)),
        warnings=(),
    )
