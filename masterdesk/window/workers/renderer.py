"""Works through the render queue, one master at a time, in the order asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from masterdesk.engine.progress import Progress
from masterdesk.engine.types.request import MasterRequest
from masterdesk.window.models.render_queue import JobStatus, RenderJob, RenderQueueModel
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.master import MasterReport
    from masterdesk.engine.pipelines.processes.workers import EngineWorkers


class Renderer(QObject):
    """Renders what waits in the queue.

    Several files of one card are written from one take, which is computed for the first of them.
    """

    def __init__(self, queue: RenderQueueModel, workers: EngineWorkers) -> None:
        super().__init__()
        self._queue, self._workers = queue, workers
        self._task: Task | None = None
        self._is_closed = False
        self._takes_folder: Path | None = None
        self._takes_key: object = None
        # Not at once: all files of one card are in the queue by then.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._next)
        queue.job_added.connect(lambda _: self._soon.start())

    def cancel(self, job: RenderJob) -> None:
        """Stop a running job, or take a waiting one out of the line."""
        if job.status is JobStatus.WAITING:
            self._queue.cancel(job)
        elif job.status is JobStatus.RUNNING and self._task is not None:
            self._task.cancel()

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
        if self._task is not None or self._is_closed:
            return
        waiting = next((job for job in self._queue.jobs if job.status is JobStatus.WAITING), None)
        if waiting is None:
            self._drop_takes()
        else:
            self._start(waiting)

    def _start(self, job: RenderJob) -> None:
        queue = self._queue
        queue.start(job)
        task = Task(partial(_render, self._workers, job.request, self._folder_for(job)), self)
        task.progressed.connect(partial(queue.progress, job))
        task.succeeded.connect(partial(queue.finish, job))
        task.failed.connect(lambda error: queue.fail(job, str(error)))
        task.cancelled.connect(partial(queue.cancel, job))
        task.ended.connect(self._end)
        self._task = task
        task.start()

    def _end(self) -> None:
        self._task = None
        self._next()

    def _folder_for(self, job: RenderJob) -> Path | None:
        """Where takes are kept: for a job that goes on from one before, or before others that will."""
        key = _take_key(job)
        if key != self._takes_key:
            self._drop_takes()
        others = [other for other in self._queue.unfinished if other is not job and _take_key(other) == key]
        if self._takes_folder is None and others:
            from masterdesk.engine.pipelines.processes.shared_folder import make_shared_folder

            self._takes_folder, self._takes_key = make_shared_folder(), key
        return self._takes_folder

    def _drop_takes(self) -> None:
        if self._takes_folder is not None:
            from masterdesk.engine.pipelines.processes.shared_folder import remove_shared_folder

            remove_shared_folder(self._takes_folder)
            self._takes_folder = self._takes_key = None


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
