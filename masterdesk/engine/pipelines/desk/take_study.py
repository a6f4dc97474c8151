"""A pass over a whole take: its parts side by side, then what needs them all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from masterdesk.engine.errors import Cancelled
from masterdesk.engine.pipelines.desk.slot_job import SlotAnswer, SlotJob
from masterdesk.engine.pipelines.desk.slot_tasks import study_slot
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.pipelines.takes.job import KeptFiles, study_part
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.progress import Progress

#: Share of the progress that the parts take.
PARTS_SHARE = 0.9


class TakeStudy:
    """The study of one take under way in worker processes; `tell` hears of its progress, 0 to 1.

    `studied` is what lies in `files` already. `tell` is called by several threads, and so may be told of less after
    more.
    """

    def __init__(
        self, files: KeptFiles, studied: Window | None, parts: Sequence[Window], tell: Callable[[float], None]
    ) -> None:
        self.files = files
        self._parts, self._tell = list(parts), tell
        known = [] if studied is None else [studied]
        self._all = sorted([*parts, *known], key=lambda part: part.start_frame)
        self._fractions = [0.0] * (len(self._parts) + 1)
        self._tasks = [Progress(self._listener(number)) for number in range(len(self._parts) + 1)]
        self._left = len(self._parts)
        self._failure: BaseException | None = None
        self._lock = threading.Lock()

    def begin(
        self, workers: EngineWorkers, job: SlotJob, priority: int, on_end: Callable[[Future[SlotAnswer]], None]
    ) -> None:
        """Submit everything; `on_end` gets the answer when nothing of it runs any more."""

        def submit(function: Callable[..., Any], task: Progress, what: Any) -> Future[Any]:
            return workers.submit(function, job, self.files, what, progress=task, priority=priority)

        def end(future: Future[Any]) -> None:
            if not self._is_last(future.exception()):
                return
            if self._failure is not None:
                on_end(_failed(self._failure))
            else:
                submit(study_slot, self._tasks[-1], self._all).add_done_callback(on_end)

        for task, part in zip(self._tasks, self._parts, strict=False):
            submit(study_part, task, part).add_done_callback(end)
        if not self._parts:
            submit(study_slot, self._tasks[-1], self._all).add_done_callback(on_end)

    def cancel(self) -> None:
        """Let it end soon."""
        for task in self._tasks:
            task.cancel()

    def _is_last(self, failure: BaseException | None) -> bool:
        """Note how a part ended; whether it was the last of them. Where one fails, the others need not go on."""
        with self._lock:
            self._left -= 1
            if failure is not None and (self._failure is None or isinstance(self._failure, Cancelled)):
                self._failure = failure
                self.cancel()
            return self._left == 0

    def _listener(self, number: int) -> Callable[[str, float], None]:
        def hear(stage: str, fraction: float) -> None:
            with self._lock:
                self._fractions[number] = fraction
                *parts, rest = self._fractions
            # Who is told may take locks of its own, and so is told outside of this one.
            self._tell(PARTS_SHARE * sum(parts) / max(len(parts), 1) + (1.0 - PARTS_SHARE) * rest)

        return hear


def _failed(error: BaseException) -> Future[SlotAnswer]:
    future: Future[SlotAnswer] = Future()
    future.set_exception(error)
    return future
