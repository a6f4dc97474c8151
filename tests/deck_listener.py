"""A listener that waits for what a deck answers, for tests."""

import threading
import time

import numpy as np

from masterdesk.engine.pipelines.desk.desk_track import load_desk_track
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.progress import Progress


class Listener:
    """Keeps what the deck says, with the time since it was asked."""

    def __init__(self):
        self.started = time.perf_counter()
        self.audio, self.seconds, self.errors, self.fractions = [], [], [], []
        self._changed = threading.Condition()

    def on_audio(self, audio):
        with self._changed:
            self.audio.append(audio)
            self.seconds.append(time.perf_counter() - self.started)
            self._changed.notify_all()

    def on_progress(self, fraction):
        self.fractions.append(fraction)

    def on_failed(self, error):
        with self._changed:
            self.errors.append(error)
            self._changed.notify_all()

    def first(self, timeout=60.0):
        return self._wait(lambda: self.audio or self.errors, timeout)[0]

    def exact(self, timeout=120.0):
        answers = self._wait(lambda: (self.audio and self.audio[-1].exact) or self.errors, timeout)
        return answers[-1]

    def _wait(self, is_there, timeout):
        with self._changed:
            assert self._changed.wait_for(is_there, timeout), "the deck does not answer"
            assert not self.errors, self.errors
            return self.audio


def load(path):
    return load_desk_track(path, Progress())


def ask(deck, slot, settings, start_s=20.0, seconds=30.0, heard_s=None):
    listener = Listener()
    rate = deck.track.sample_rate
    heard_frame = None if heard_s is None else round(heard_s * rate)
    deck.render(slot, settings, Window(round(start_s * rate), round(seconds * rate)), listener, heard_frame)
    return listener


def rms_db(samples):
    """Level of samples in dBFS; of what a null leaves, say."""
    return 10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-30)
