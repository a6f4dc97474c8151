"""The masters that wait, render and are done."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.types.request import MasterRequest

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.master import MasterReport


class JobStatus(Enum):
    """Where a render stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(eq=False)
class RenderJob:
    """One file to be written. `title` names it for people, `slot` (1 to 5) is the card it came from."""

    title: str
    slot: int
    request: MasterRequest
    status: JobStatus = JobStatus.WAITING
    stage: str = ""
    fraction: float = 0.0
    started: float = field(default=0.0, repr=False)
    report: MasterReport | None = None
    problem: str = ""

    @property
    def output(self) -> Path:
        """The file that is written."""
        return Path(self.request.output)

    @property
    def seconds_left(self) -> float | None:
        """Remaining time by the progress so far, `None` while it is too early to tell."""
        elapsed = time.monotonic() - self.started
        if self.status is not JobStatus.RUNNING or self.fraction < 0.05 or elapsed < 0.5:
            return None
        return elapsed * (1.0 - self.fraction) / self.fraction


class RenderQueueModel(QObject):
    """All jobs of this run of the program, in the order they were asked for."""

    job_added = Signal(object)
    job_changed = Signal(object)
    job_removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[RenderJob] = []
        self._batch: list[RenderJob] = []

    @property
    def unfinished(self) -> list[RenderJob]:
        """Jobs that wait or run."""
        return [job for job in self.jobs if job.status in (JobStatus.WAITING, JobStatus.RUNNING)]

    @property
    def running(self) -> RenderJob | None:
        """The job that is being rendered."""
        return next((job for job in self.jobs if job.status is JobStatus.RUNNING), None)

    @property
    def place(self) -> tuple[int, int]:
        """Which of how many the running job is, of those asked for since nothing was left to do the last time."""
        finished = sum(job not in self.unfinished for job in self._batch)
        return min(finished + 1, len(self._batch)), len(self._batch)

    def add(self, title: str, slot: int, request: MasterRequest) -> RenderJob:
        """Put a new job at the end."""
        job = RenderJob(title, slot, request)
        self._join(job)
        self.jobs.append(job)
        self.job_added.emit(job)
        return job

    def start(self, job: RenderJob) -> None:
        """`job` begins to render."""
        job.started = time.monotonic()
        self._set(job, JobStatus.RUNNING)

    def progress(self, job: RenderJob, stage: str, fraction: float) -> None:
        """`job` is in `stage`, `fraction` (0 to 1) of it all is done."""
        job.stage, job.fraction = stage, fraction
        self.job_changed.emit(job)

    def finish(self, job: RenderJob, report: MasterReport) -> None:
        """`job` has been written and measured."""
        job.report, job.fraction = report, 1.0
        self._set(job, JobStatus.DONE)

    def fail(self, job: RenderJob, problem: str) -> None:
        """`job` could not be done; `problem` says why and what to do."""
        job.problem = problem
        self._set(job, JobStatus.FAILED)

    def cancel(self, job: RenderJob) -> None:
        """`job` was stopped by the user."""
        self._batch.remove(job)
        self._set(job, JobStatus.CANCELLED)

    def wait_again(self, job: RenderJob) -> None:
        """`job` is tried once more."""
        self._join(job)
        job.fraction, job.problem, job.report, job.stage = 0.0, "", None, ""
        self._set(job, JobStatus.WAITING)

    def remove(self, job: RenderJob) -> None:
        """Take a finished job off the list."""
        self.jobs.remove(job)
        self.job_removed.emit(job)

    def _join(self, job: RenderJob) -> None:
        """Count `job` among those that are to be done together."""
        self._batch = [*(other for other in self._batch if self.unfinished and other is not job), job]

    def _set(self, job: RenderJob, status: JobStatus) -> None:
        job.status = status
        self.job_changed.emit(job)
