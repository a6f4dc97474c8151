"""Works through the render queue, one master at a time, in the order asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.request import MasterRequest
from masterdesk.window.models.render_queue import JobStatus, RenderJob, RenderQueueModel
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.master import MasterReport
    from masterdesk.engine.pipelines.workers import EngineWorkers


class Renderer(QObject):
    """Renders what waits in the queue. `idle` comes when nothing is left."""

    idle = Signal()

    def __init__(self, queue: RenderQueueModel, workers: EngineWorkers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue, self._workers = queue, workers
        self._task: Task | None = None
        self._job: RenderJob | None = None
        self._is_closed = False
        queue.job_added.connect(self._next)

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
        if self._task is not None:
            self._task.close()
            self._task = None

    def _next(self, added: RenderJob | None = None) -> None:
        waiting = next((job for job in self._queue.jobs if job.status is JobStatus.WAITING), None)
        if self._task is not None or waiting is None or self._is_closed:
            return
        self._job = waiting
        self._queue.start(waiting)
        task = Task(partial(_render, self._workers, waiting.request), self)
        task.progressed.connect(self._progress)
        task.succeeded.connect(self._finish)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._cancelled)
        task.finished.connect(self._end)
        self._task = task
        task.start()

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


def _render(workers: EngineWorkers, request: MasterRequest, progress: Progress) -> MasterReport:
    """Render in a process of its own: neither window nor playback then waits for the interpreter."""
    from masterdesk.engine.pipelines.master import master

    report: MasterReport = workers.submit(master, request, progress=progress).result()
    return report
