"""A preview's way through the worker processes: a piece, an estimate, and by a study of the take the exact audio."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from masterdesk.engine.errors import Cancelled, MasterDeskError
from masterdesk.engine.pipelines.desk.composer import Composer
from masterdesk.engine.pipelines.desk.desk_source import DeskTrackLike
from masterdesk.engine.pipelines.desk.kept_studies import KeptStudies
from masterdesk.engine.pipelines.desk.running_studies import RunningStudies, SharedStudy
from masterdesk.engine.pipelines.desk.slot_audio import SlotAudio
from masterdesk.engine.pipelines.desk.slot_job import KnownDrive, SlotAnswer, SlotJob
from masterdesk.engine.pipelines.desk.slot_tasks import estimate_slot, exact_slot, piece_slot
from masterdesk.engine.pipelines.desk.slots import Slots
from masterdesk.engine.pipelines.desk.wanted_preview import WantedPreview
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.pipelines.takes.job import KeptFiles
from masterdesk.engine.pipelines.takes.parts import Window, parts_besides
from masterdesk.engine.types.match import Match

_Compose = Callable[[WantedPreview, SlotAnswer, Path], SlotAudio]


class PreviewRunner:
    """Takes each preview from one task to the next. Called by the deck, and by the workers where a task ends.

    `source_path` is where the workers find the `track`. A preview that is over meanwhile goes no further.
    """

    def __init__(
        self, track: DeskTrackLike, source_path: Path, workers: EngineWorkers, slots: Slots, kept: KeptStudies
    ) -> None:
        self._track, self._source_path = track, source_path
        self._workers, self._kept = workers, kept
        self._lock, self._studies, self._composer = slots.lock, RunningStudies(slots), Composer(track)

    def start(self, preview: WantedPreview, match: Match | None) -> None:
        """Take the first step: an estimate, or where that is too slow for who listens, a piece before it.

        `match` is what the preview's references ask for now.
        """
        with self._lock:
            preview.meet(match)
            self._studies.end_unwanted()
        kept, known = self._kept.find(preview.key, preview.settings)
        if preview.piece is None or known is not None:
            self._estimate(preview, kept, known)
        else:
            self._render_piece(preview, preview.piece)

    def drop(self, preview: WantedPreview) -> None:
        """Nobody waits for a preview any more."""
        with self._lock:
            preview.end()
            self._studies.leave(preview)

    def fail(self, preview: WantedPreview, error: Exception) -> None:
        """There will be no such preview."""
        with self._lock:
            is_awaited = not preview.is_over
            self.drop(preview)
            if is_awaited:
                preview.listener.on_failed(_told(error))

    def stop(self) -> None:
        """End all that is under way for more than one preview."""
        self._studies.cancel()

    def _render_piece(self, preview: WantedPreview, piece: Window) -> None:
        job = self._job(preview)
        # It is no part of the way to the exact preview.
        progress = preview.to_estimate.share(0.0, 0.0)
        future = self._workers.submit(
            piece_slot, job, piece, progress=progress, is_prompt=True, priority=preview.priority
        )
        future.add_done_callback(lambda done: self._end_piece(preview, job, done))

    def _end_piece(self, preview: WantedPreview, job: SlotJob, future: Future[SlotAnswer]) -> None:
        if self._deliver(preview, job, future, self._composer.with_piece) is not None:
            self._estimate(preview, *self._kept.find(preview.key, preview.settings))

    def _estimate(self, preview: WantedPreview, kept: KeptFiles | None, known: KnownDrive | None) -> None:
        job, files = self._job(preview, kept, known), self._kept.new_files()
        future = self._workers.submit(
            estimate_slot, job, files, progress=preview.to_estimate, is_prompt=True, priority=preview.priority
        )
        future.add_done_callback(lambda done: self._end_estimate(preview, job, files, done))

    def _end_estimate(self, preview: WantedPreview, job: SlotJob, files: KeptFiles, future: Future[SlotAnswer]) -> None:
        answer = self._deliver(preview, job, future, self._composer.whole)
        if answer is None or answer.is_exact:
            self._kept.discard(files)
            return
        preview.aimed = None if job.kept is None else answer.aimed
        self._go_on(preview, files, answer.studied)

    def _go_on(self, preview: WantedPreview, files: KeptFiles, studied: Window | None) -> None:
        """From the estimate to the exact preview: by a study that is known, under way, or to be begun.

        In `files` there is what was `studied` already; they are discarded unless a study begins with them.
        """
        kept = study = None
        with self._lock:
            if not preview.is_over:
                kept, _ = self._kept.find(preview.key, preview.settings)
                if kept is None and not self._studies.join(preview):
                    study = self._studies.open(preview, files, studied, self._parts(studied))
        if study is not None:
            self._learn(study)
            return
        self._kept.discard(files)
        if kept is not None:
            self._finish(preview, kept)

    def _finish(self, preview: WantedPreview, kept: KeptFiles) -> None:
        job = self._job(preview, kept)
        future = self._workers.submit(exact_slot, job, progress=preview.to_exact, priority=preview.priority)
        future.add_done_callback(lambda done: self._deliver(preview, job, done, self._composer.whole))

    def _learn(self, study: SharedStudy) -> None:
        job = self._job(study.leader)
        study.begin(self._workers, job, study.leader.priority, lambda done: self._end_study(study, job, done))

    def _end_study(self, study: SharedStudy, job: SlotJob, future: Future[SlotAnswer]) -> None:
        unneeded = [study.files]
        with self._lock:
            others = self._studies.close(study)
            if future.exception() is None:
                unneeded = self._kept.keep(study.leader.key, study.files, self._studies.keys_in_use())
        self._kept.discard(*unneeded)
        try:
            self._deliver(study.leader, job, future, self._composer.whole)
        finally:  # whatever becomes of one, the others must not wait for ever
            for other in others:
                self._go_on(other, self._kept.new_files(), None)

    def _deliver(
        self, preview: WantedPreview, job: SlotJob, future: Future[SlotAnswer], compose: _Compose
    ) -> SlotAnswer | None:
        """Let an answer be heard; `None` where there is none, or nobody waits for it or for more any longer."""
        if job.kept is not None:  # before anybody is told, who may ask again at once
            self._kept.discard(*self._kept.give_back(job.kept, is_sound=_is_sound(future)))
        try:
            answer = future.result()
            if preview.is_over:
                return None
            audio = compose(preview, answer, job.samples_path)
        except Cancelled:
            return None
        except Exception as error:  # whatever it is, the listener must not wait for ever
            self.fail(preview, error)
            return None
        finally:
            with suppress(OSError):
                job.samples_path.unlink(missing_ok=True)
        preview.aims = answer.aims
        if answer.known is not None:
            self._kept.know(preview.key, preview.settings, answer.known)
        return answer if preview.deliver(audio) else None

    def _job(self, preview: WantedPreview, kept: KeptFiles | None = None, known: KnownDrive | None = None) -> SlotJob:
        if kept is not None:
            self._kept.lend(kept)
        return SlotJob(
            source_path=self._source_path,
            sample_rate=self._track.sample_rate,
            settings=preview.settings,
            match=preview.match,
            aims=preview.aims,
            kept=kept,
            samples_path=self._kept.new_path(".f32"),
            window=preview.window,
            known=known,
            aimed=preview.aimed,
        )

    def _parts(self, studied: Window | None) -> list[Window]:
        return parts_besides(studied, self._track.frames, self._track.sample_rate, self._workers.count)


def _is_sound(future: Future[SlotAnswer]) -> bool:
    """Whether what a task read may be read again."""
    error = future.exception()
    return error is None or isinstance(error, Cancelled)


def _told(error: Exception) -> MasterDeskError:
    if isinstance(error, MasterDeskError):
        return error
    return MasterDeskError(f"the preview cannot be made ({error})", "free some temporary disk and try again")
