"""Works through the render queue, one master at a time, in the order asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.request import MasterRequest
from masterdesk.window.models.render_queue import JobStatus, RenderJob, RenderQueueModel
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.master import MasterReport
    from masterdesk.engine.pipelines.workers import EngineWorkers


class Renderer(QObject):
    """Renders what waits in the queue. `idle` comes when nothing is left.

    Several files of one card are written from one take, which is computed for the first of them.
    """

    idle = Signal()

    def __init__(self, queue: RenderQueueModel, workers: EngineWorkers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue, self._workers = queue, workers
        self._task: Task | None = None
        self._job: RenderJob | None = None
        self._is_closed = False
        self._takes_folder: Path | None = None
        self._takes_key: object = None
        # Not at once: all files of one card are in the queue by then.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._next)
        queue.job_added.connect(lambda _: self._soon.start())

    def cancel(self, job: RenderJob) -> None:
        """Stop a running job, or take a waiting one out of the line."""
        if job is self._job and self._task is not None:
            self._task.cancel()
        elif job.status is JobStatus.WAITING:
            self._queue.cancel(job)

    def retry(self, job: RenderJob) -> None:
        """Try a job again that failed or was cancelled."""
        self._queue.wait_again(job)
        self._next()

    def close(self) -> None:
        """Stop at once; the file being written is not finished, and leaves nothing behind."""
        self._is_closed = True
        self._soon.stop()
        if self._task is not None:
            self._task.close()
            self._task = None
        self._drop_takes()

    def _next(self) -> None:
        waiting = next((job for job in self._queue.jobs if job.status is JobStatus.WAITING), None)
        if self._task is not None or self._is_closed:
            return
        if waiting is None:
            self._drop_takes()
            return
        self._job = waiting
        self._queue.start(waiting)
        task = Task(partial(_render, self._workers, waiting.request, self._folder_for(waiting)), self)
        task.progressed.connect(self._progress)
        task.succeeded.connect(self._finish)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._cancelled)
        task.finished.connect(self._end)
        self._task = task
        task.start()

    def _folder_for(self, job: RenderJob) -> Path | None:
        """Where takes are kept: for a job that goes on from one before, or before others that will."""
        key = _take_key(job)
        if key != self._takes_key:
            self._drop_takes()
        others = [other for other in self._queue.unfinished if other is not job and _take_key(other) == key]
        if self._takes_folder is None and others:
            from masterdesk.engine.pipelines.takes import make_takes_folder

            self._takes_folder, self._takes_key = make_takes_folder(), key
        return self._takes_folder

    def _drop_takes(self) -> None:
        if self._takes_folder is not None:
            from masterdesk.engine.pipelines.takes import remove_takes_folder

            remove_takes_folder(self._takes_folder)
            self._takes_folder = self._takes_key = None

    # The task's signals come one after the other, each before `_end`, so that the running job is the one meant.

    def _progress(self, stage: str, fraction: float) -> None:
        if self._job is not None:
            self._queue.progress(self._job, stage, fraction)

    def _finish(self, report: MasterReport) -> None:
        if self._job is not None:
            self._queue.finish(self._job, report)

    def _fail(self, error: MasterDeskError) -> None:
        if self._job is not None:
            self._queue.fail(self._job, str(error))

    def _cancelled(self) -> None:
        if self._job is not None:
            self._queue.cancel(self._job)

    def _end(self) -> None:
        self._task, self._job = None, None
        self._next()
        if self._task is None:
            self.idle.emit()


def _take_key(job: RenderJob) -> object:
    """Equal for jobs that may be written from one take."""
    return Path(job.request.track), job.request.settings


def _render(
    workers: EngineWorkers, request: MasterRequest, takes_folder: Path | None, progress: Progress
) -> MasterReport:
    """Render in a process of its own: neither window nor playback then waits for the interpreter."""
    from masterdesk.engine.pipelines.master import master, master_of_several

    if takes_folder is None:
        answer = workers.submit(master, request, progress=progress)
    else:
        answer = workers.submit(master_of_several, request, takes_folder, progress=progress)
    report: MasterReport = answer.result()
    return report
