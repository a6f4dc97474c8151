"""The desk's five slots: each heard first as an estimate, then exactly as its master will be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from masterdesk.engine.errors import Cancelled, MasterDeskError, SettingsError
from masterdesk.engine.limit import Drive
from masterdesk.engine.pipelines.desk.piece import former_ground, original_ground, piece_of, spliced
from masterdesk.engine.pipelines.desk.slot_audio import SlotAudio, SlotListener
from masterdesk.engine.pipelines.desk.slot_job import (
    DeskSource,
    KnownDrive,
    PreviewReadings,
    SlotAnswer,
    SlotJob,
)
from masterdesk.engine.pipelines.desk.slot_tasks import estimate_slot, exact_slot, piece_slot
from masterdesk.engine.pipelines.desk.studies import Studies, take_key
from masterdesk.engine.pipelines.desk.take_study import TakeStudy
from masterdesk.engine.pipelines.processes.pickled import store
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.pipelines.takes.job import KeptFiles
from masterdesk.engine.pipelines.takes.parts import Window, parts_besides
from masterdesk.engine.pipelines.takes.references import Aims, ReferenceShelf
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

__all__ = ["Deck", "DeskTrackLike", "SlotAudio", "SlotListener", "Window"]

#: Calls of `render` closer together than this, in seconds, belong together and are served in their order.
BURST_S = 0.1
#: Share of the progress that the estimate takes.
ESTIMATE_SHARE = 0.1
#: Later bursts go before earlier ones; this many slots fit in one.
_BURST_SLOTS = 64


class DeskTrackLike(Protocol):
    """What the deck needs of a `DeskTrack`."""

    sample_rate: int
    channels: int
    frames: int
    analysis: Analysis
    spool_path: Path


@dataclass(eq=False)
class _Job:
    slot: int
    settings: Settings
    window: Window
    listener: SlotListener
    priority: int
    piece: Window | None = None
    match: Match | None = None
    aims: Aims | None = None
    aimed: Drive | None = None
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = Progress(lambda stage, fraction: self.listener.on_progress(ESTIMATE_SHARE * fraction))

    @property
    def key(self) -> Settings:
        return take_key(self.settings)


class _Study(TakeStudy):
    """The pass over a whole take that is under way for the jobs that want it."""

    def __init__(self, files: KeptFiles, studied: Window | None, parts: Sequence[Window], job: _Job) -> None:
        super().__init__(files, studied, parts, self._tell_all)
        self.jobs = [job]

    def _tell_all(self, fraction: float) -> None:
        for job in tuple(self.jobs):
            job.listener.on_progress(ESTIMATE_SHARE + (1.0 - ESTIMATE_SHARE) * fraction)


class Deck:
    """Renders windows of one track under the settings of several slots, in worker processes.

    All methods return at once and may be called from any thread; answers come through the
    listeners. What was learnt of a whole take is kept: a change of loudness or ceiling, or
    another window, is then exact at once, or nearly. `shelf` knows the analyses of references; what it does not
    know is measured when a slot first asks for it, before anything else is begun.
    """

    def __init__(self, track: DeskTrackLike, workers: EngineWorkers, shelf: ReferenceShelf | None = None) -> None:
        self.track = track
        self._workers = workers
        self._shelf = shelf or ReferenceShelf(analyze_file)
        self._studies = Studies(track.frames, track.channels)
        self._desk_path = self._studies.new_path(".desk")
        self._jobs: dict[int, _Job] = {}
        self._latest: dict[int, SlotAudio] = {}
        self._running: dict[Settings, _Study] = {}
        self._lock = threading.RLock()
        self._bursts, self._order, self._last_render = 0, 0, 0.0
        self._is_closed = False
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="deck")
        self._stored = self._clerk.submit(store, _source(track), self._desk_path)

    def render(
        self, slot: int, settings: Settings, window: Window, listener: SlotListener, heard_frame: int | None = None
    ) -> None:
        """Preview `window` of the track under `settings`; whatever `slot` was doing before is cancelled.

        Slots asked for together are served in the order of the calls, so ask for the heard one first; what is
        asked for later goes before. With `heard_frame`, where the listener is who hears this slot, the seconds from
        there on come first, unless the whole window is there as soon.
        """
        piece = piece_of(window, heard_frame, self.track.sample_rate)
        with self._lock:
            self.cancel(slot)
            if not self._is_closed:
                job = self._jobs[slot] = _Job(slot, settings, window, listener, self._priority(), piece)
                self._clerk.submit(self._begin, job)

    def cancel(self, slot: int) -> None:
        """Forget what `slot` is waiting for; its listener hears nothing more."""
        with self._lock:
            job = self._jobs.pop(slot, None)
            if job is not None:
                job.progress.cancel()
                self._leave(job)

    def close(self) -> None:
        """Cancel everything and delete what was kept."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            for slot in tuple(self._jobs):
                self.cancel(slot)
            for study in self._running.values():
                study.cancel()
            self._clerk.submit(self._studies.close)
        self._clerk.shutdown(wait=False)

    @property
    def folder(self) -> Path:
        """Where what was learnt is kept, until `close`."""
        return self._studies.folder

    def _priority(self) -> int:
        now = time.monotonic()
        if now - self._last_render > BURST_S or self._order + 1 >= _BURST_SLOTS:
            self._bursts, self._order = self._bursts + 1, 0
        self._last_render = now
        self._order += 1
        return self._order - self._bursts * _BURST_SLOTS

    def _begin(self, job: _Job) -> None:
        try:
            self._check(job)
            self._stored.result()
            job.match = self._shelf.match(job.settings, job.progress)
        except Exception as error:
            self._fail(job, _told(error))
            return
        kept, known = self._studies.find(job.settings)
        if job.piece is None or known is not None:
            self._estimate(job, kept, known)
            return
        asked = self._asked(job, None)
        future = self._workers.submit(
            piece_slot,
            asked,
            job.piece,
            progress=job.progress.part("", 0.0, 0.0),
            is_prompt=True,
            priority=job.priority,
        )
        future.add_done_callback(lambda done: self._pieced(job, asked, done))

    def _estimate(self, job: _Job, kept: KeptFiles | None, known: KnownDrive | None) -> None:
        asked, files = replace(self._asked(job, kept), known=known), self._studies.new_files()
        future = self._workers.submit(
            estimate_slot, asked, files, progress=job.progress, is_prompt=True, priority=job.priority
        )
        future.add_done_callback(lambda done: self._estimated(job, asked, files, done))

    def _check(self, job: _Job) -> None:
        window = job.window
        if window.start_frame < 0 or window.frames < 1 or window.stop_frame > self.track.frames:
            raise SettingsError("the window lies outside the track", "choose a range inside it")
        if job.settings.selection is not None:
            raise SettingsError("a preview on the desk is of the whole track", "clear the selection")

    def _asked(self, job: _Job, kept: KeptFiles | None) -> SlotJob:
        return SlotJob(
            source_path=self._desk_path,
            sample_rate=self.track.sample_rate,
            settings=job.settings,
            match=job.match,
            aims=job.aims,
            kept=kept,
            samples_path=self._studies.new_path(".f32"),
            window=job.window,
        )

    def _pieced(self, job: _Job, asked: SlotJob, future: Future[SlotAnswer]) -> None:
        if self._deliver(job, asked, future, self._with_piece):
            self._estimate(job, *self._studies.find(job.settings))

    def _estimated(self, job: _Job, asked: SlotJob, files: KeptFiles, future: Future[SlotAnswer]) -> None:
        is_delivered = self._deliver(job, asked, future) and not future.result().is_exact
        if is_delivered and asked.kept is not None:
            job.aimed = future.result().aimed
        if not (is_delivered and self._go_on(job, files, future.result().studied)):
            files.remove()

    def _go_on(self, job: _Job, files: KeptFiles, studied: Window | None) -> bool:
        """From the estimate to the exact preview: by a study that is known, under way, or to be begun.

        In `files` there is what was `studied` already. Returns whether they are taken.
        """
        with self._lock:
            if self._jobs.get(job.slot) is not job:
                return False
            kept, _ = self._studies.find(job.settings)
            study = self._running.get(job.key)
            if kept is not None:
                self._finish(job, kept)
            elif study is not None:
                study.jobs.append(job)
            else:
                self._learn(job, files, studied)
                return True
            return False

    def _finish(self, job: _Job, kept: KeptFiles) -> None:
        asked = replace(self._asked(job, kept), aimed=job.aimed)
        future = self._workers.submit(exact_slot, asked, progress=job.progress, priority=job.priority)
        future.add_done_callback(lambda done: self._deliver(job, asked, done))

    def _learn(self, job: _Job, files: KeptFiles, studied: Window | None) -> None:
        parts = parts_besides(studied, self.track.frames, self.track.sample_rate, self._workers.count)
        study = self._running[job.key] = _Study(files, studied, parts, job)
        asked = self._asked(job, None)
        study.begin(self._workers, asked, job.priority, lambda done: self._learnt(job, study, asked, done))

    def _learnt(self, job: _Job, study: _Study, asked: SlotJob, future: Future[SlotAnswer]) -> None:
        with self._lock:
            if self._running.get(job.key) is study:
                del self._running[job.key]
            others = [other for other in study.jobs if other is not job]
            if future.exception() is None and not self._is_closed:
                in_use = {job.key, *(other.key for other in self._jobs.values()), *self._running}
                self._studies.keep(job.settings, study.files, in_use)
            else:
                study.files.remove()
        self._deliver(job, asked, future)
        for other in others:
            self._go_on(other, self._studies.new_files(), None)

    def _leave(self, job: _Job) -> None:
        """Nobody listens to `job` any more: end the study that only it was waiting for."""
        study = self._running.get(job.key)
        if study is None or job not in study.jobs:
            return
        study.jobs.remove(job)
        if not study.jobs and not self._is_closed:
            # The next job may want this very study: it is ended only if that is not so.
            self._clerk.submit(self._end_unwanted, job.key, study)

    def _end_unwanted(self, key: Settings, study: _Study) -> None:
        with self._lock:
            wanted = any(job.key == key for job in self._jobs.values())
            if not study.jobs and not wanted and self._running.get(key) is study:
                del self._running[key]
                study.cancel()

    def _deliver(self, job: _Job, asked: SlotJob, future: Future[SlotAnswer], made: _AudioMaker | None = None) -> bool:
        """Hand an answer to the job's listener, unless nobody waits for it any more."""
        try:
            answer = future.result()
            if self._jobs.get(job.slot) is not job:
                return False
            audio = (made or _audio)(job, answer, self.track.sample_rate, self._samples(asked))
            self._latest[job.slot], job.aims = audio, answer.aims
        except Cancelled:
            return False
        except Exception as error:  # whatever it is, the listener must not wait for ever
            self._fail(job, _told(error))
            return False
        finally:
            with suppress(OSError):
                asked.samples_path.unlink(missing_ok=True)
        if answer.known is not None:
            self._studies.know(job.settings, answer.known)
        job.listener.on_audio(audio)
        return True

    def _with_piece(self, job: _Job, answer: SlotAnswer, rate: int, new: npt.NDArray[np.float32]) -> SlotAudio:
        """The window with its piece set into what the slot had before, or into the original."""
        window, piece, former, track = job.window, job.piece, self._latest.get(job.slot), self.track
        assert piece is not None, "asked for only if there is one"
        place = slice(piece.start_frame - window.start_frame, piece.stop_frame - window.start_frame)
        if former is not None and former.window == window:
            ground = former_ground(former.samples, former.window_lufs, place, track.analysis.format)
        else:
            ground = original_ground(track.spool_path, track.analysis, window, piece, answer.window_lufs)
        samples, lufs = spliced(ground, new, answer.window_lufs, place, rate)
        return replace(_audio(job, answer, rate, samples), window_lufs=lufs, piece=piece)

    def _samples(self, asked: SlotJob) -> npt.NDArray[np.float32]:
        samples = np.fromfile(asked.samples_path, np.float32).reshape(-1, self.track.channels)
        samples.flags.writeable = False
        return samples

    def _fail(self, job: _Job, error: MasterDeskError) -> None:
        with self._lock:
            if self._jobs.get(job.slot) is not job:
                return
            del self._jobs[job.slot]
        job.listener.on_failed(error)


_AudioMaker = Callable[[_Job, SlotAnswer, int, npt.NDArray[np.float32]], SlotAudio]


def _audio(job: _Job, answer: SlotAnswer, sample_rate: int, samples: npt.NDArray[np.float32]) -> SlotAudio:
    readings: dict[str, Any] = {known.name: getattr(answer, known.name) for known in fields(PreviewReadings)}
    return SlotAudio(
        slot=job.slot,
        settings=job.settings,
        window=job.window,
        sample_rate=sample_rate,
        samples=samples,
        exact=answer.is_exact,
        **readings,
    )


def _source(track: DeskTrackLike) -> DeskSource:
    return DeskSource(track.spool_path, track.sample_rate, track.channels, track.frames, track.analysis)


def _told(error: Exception) -> MasterDeskError:
    if isinstance(error, MasterDeskError):
        return error
    return MasterDeskError(f"the preview cannot be made ({error})", "free some temporary disk and try again")
