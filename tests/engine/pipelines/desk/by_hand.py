"""Workers whose tasks a test ends one by one, so that what happens at the same time has an order."""

import re
import threading
from concurrent.futures import Future
from contextlib import suppress
from types import SimpleNamespace

import numpy as np
from deck_listener import ask

from masterdesk.engine.errors import Cancelled
from masterdesk.engine.pipelines.desk.slot_job import KnownDrive, SlotAnswer
from masterdesk.engine.pipelines.desk.slot_tasks import estimate_slot, exact_slot, study_slot
from masterdesk.engine.pipelines.takes.job import study_part
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.match import Match, MatchDynamics, MatchTone

RATE = 1000
SECONDS = 100
LOUDNESS = Loudness(-14.0, 6.0, None, None, -1.0, None)


def silent_track(folder):
    """A mono track that nobody reads."""
    return SimpleNamespace(
        sample_rate=RATE, channels=1, frames=SECONDS * RATE, analysis=None, spool_path=folder / "track.f32"
    )


def some_match(number):
    """A match; that of another number has other values."""
    one = np.full(1, float(number))
    tone = MatchTone(one, one, one, one > 0.0, one, one[:, np.newaxis], one)
    return Match(("x.wav",), tone, MatchDynamics(6.0, one, one, 12.0, (200.0,), one), True, -12.0)


def exact_of(deck, workers, settings):
    """The exact preview of a take that nothing is known of."""
    listener = ask(deck, 0, settings)
    workers.estimate()
    workers.study()
    return listener.exact()


def left_over(deck, takes):
    """The files in a deck's folder that belong neither to its track nor to what it keeps of the `takes` of the keys."""
    kept = [files for files, _ in (deck._kept.find(key, key.settings) for key in takes) if files is not None]
    ours = "|".join(rf"{files.study.name}(\.\d+\.(codes|powers))?|{files.audio.name}" for files in kept)
    return sorted(
        path.name for path in deck.folder.iterdir() if path.suffix != ".desk" and not re.fullmatch(ours, path.name)
    )


class Task:
    """One call of `submit`."""

    def __init__(self, function, args, progress, priority):
        self.function, self.args, self.progress, self.priority = function, args, progress, priority
        self.job, self.future = args[0], Future()

    def answer(self, is_exact=False):
        """End it well; its samples are silence."""
        try:
            self._write()
        except OSError as error:  # the folder is gone
            self.future.set_exception(error)
            return
        if self.function is study_part:
            self.future.set_result(None)
            return
        self.future.set_result(
            SlotAnswer(
                drive_db=0.0,
                loudness=LOUDNESS,
                window_lufs=-14.0,
                reduction_hop_frames=1,
                gain_reduction_db=np.zeros(1),
                eq_hop_frames=1,
                eq_frequencies_hz=np.zeros(0),
                eq_gain_db=np.zeros((0, 1)),
                warnings=(),
                aims=None,
                aimed=None,
                known=KnownDrive(None, 0.0) if is_exact else None,
                studied=self.job.window if self._learns else None,
            )
        )

    def fail(self, error):
        """End it badly, half way."""
        with suppress(OSError):
            self._leave_halves()
        self.future.set_exception(error)

    @property
    def _learns(self):
        """Whether it is an estimate that leaves a part of a study."""
        return self.function is estimate_slot and self.job.kept is None

    def _write(self):
        """Leave behind what such a task does."""
        self._leave_halves()
        if self.function is study_part:
            self._part(self.args[2]).touch()
        elif self._learns:
            self._part(self.job.window).touch()
        elif self.function is study_slot:
            for part in self.args[2]:
                self._part(part).unlink()
            self.args[1].study.touch()
        if self.function is not study_part:
            np.zeros((self.job.window.frames, 1), dtype=np.float32).tofile(self.job.samples_path)

    def _leave_halves(self):
        """What it has written before it ends."""
        if self._learns or self.function is study_part:
            self.args[1].audio.touch()
        if self.function is study_part:
            for what in ("codes", "powers"):
                part = self._part(self.args[2])
                part.with_name(f"{part.name}.{what}").touch()

    def _part(self, part):
        return self.args[1].part(part.start_frame)

    def end_as_told(self):
        """End it as a process would that was told to stop."""
        assert self.progress.is_cancelled
        self.fail(Cancelled())


class WorkersByHand:
    """Stands for `EngineWorkers`; once `is_closed`, tasks end at once, before `submit` returns."""

    count = 2

    def __init__(self):
        self.is_closed = False
        self._tasks = []
        self._changed = threading.Condition()

    def submit(self, function, *args, progress=None, is_prompt=False, priority=0):
        task = Task(function, args, progress, priority)
        if self.is_closed:
            task.fail(Cancelled())
            return task.future
        with self._changed:
            self._tasks.append(task)
            self._changed.notify_all()
        return task.future

    def take(self, function, within_s=10.0):
        """The next task of that kind, waited for."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._first(function) is not None, within_s), f"no {function}"
            task = self._first(function)
            self._tasks.remove(task)
            return task

    def take_any(self, within_s=0.01):
        """The next task of any kind, or `None`."""
        with self._changed:
            return self._tasks.pop(0) if self._changed.wait_for(lambda: self._tasks, within_s) else None

    def take_parts(self):
        """All the parts of a study."""
        parts = [self.take(study_part)]
        while self._first(study_part) is not None:
            parts.append(self.take(study_part))
        return parts

    def estimate(self):
        """Answer the next estimate, if it is not cancelled."""
        self.take(estimate_slot).answer()

    def study(self):
        """Answer all of the next study."""
        for part in self.take_parts():
            part.answer()
        self.take(study_slot).answer(is_exact=True)

    def finish(self):
        """Answer the next exact rendering of what is known."""
        self.take(exact_slot).answer(is_exact=True)

    def has(self, function):
        """Whether there is such a task."""
        return self._first(function) is not None

    def _first(self, function):
        return next((task for task in self._tasks if task.function is function), None)
