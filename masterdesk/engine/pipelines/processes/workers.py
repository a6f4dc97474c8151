"""Processes that run engine pipelines away from the window's interpreter lock."""

from __future__ import annotations

import heapq
import itertools
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from masterdesk.engine.errors import Cancelled, MasterDeskError
from masterdesk.engine.pipelines.processes.worker_process import WorkerProcess
from masterdesk.engine.progress import Progress

#: More long tasks at a time than this do not pay: they wait for memory and disk.
MAX_COUNT = 4
#: How long `close` waits for tasks that were cancelled to clean up, in seconds.
CLOSE_WITHIN_S = 1.0


class EngineWorkers:
    """A few warm child processes; each runs one task at a time.

    `count` of them (default: one per core, 2 to 4) take any task and run at low priority, so
    that neither sound nor window suffers; one more is kept for prompt tasks, so that these
    never wait for a long one. Processes start in the background, at `warm` or with
    the first task. They end with this process, however it ends.
    """

    def __init__(self, count: int | None = None) -> None:
        self.count = count or min(max(os.cpu_count() or 1, 2), MAX_COUNT)
        self._line = _Line()
        self._lanes: list[_Lane] = []
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Start the processes in the background and return at once."""
        with self._lock:
            if not self._lanes and not self._line.is_closed:
                self._lanes = [_Lane(self._line, takes_long=number > 0) for number in range(self.count + 1)]

    def submit(
        self,
        function: Callable[..., Any],
        *args: Any,
        progress: Progress | None = None,
        is_prompt: bool = False,
        priority: int = 0,
    ) -> Future[Any]:
        """Run `function(*args, progress=...)`, a top-level function of the engine, in a child process.

        Arguments and the answer must be picklable. `progress` is told from a thread of this process, and
        its `cancel` reaches the task within a tenth of a second. Prompt tasks go first, then those
        of lower `priority`. The future raises the task's own `MasterDeskError` (`Cancelled`
        among them), or one that says that the process died.
        """
        task = _Task(function, args, progress or Progress(), Future())
        if self._line.put(task, is_prompt, priority):
            self.warm()
        else:
            task.future.set_exception(Cancelled())
        return task.future

    def close(self) -> None:
        """Cancel everything, give running tasks a moment to clean up, and end the processes."""
        for task in self._line.close():
            task.fail(Cancelled())
        with self._lock:
            lanes, self._lanes = self._lanes, []
        for lane in lanes:
            lane.cancel()
        for lane in lanes:
            lane.close(CLOSE_WITHIN_S)


@dataclass(frozen=True, eq=False)
class _Task:
    function: Callable[..., Any]
    args: tuple[Any, ...]
    progress: Progress
    future: Future[Any]

    def fail(self, error: MasterDeskError) -> None:
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


class _Line:
    """The tasks that wait: prompt ones and others, each by priority, then in the order they came."""

    def __init__(self) -> None:
        self._prompt: list[tuple[int, int, _Task]] = []
        self._others: list[tuple[int, int, _Task]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._idle = 0
        self.is_closed = False

    def put(self, task: _Task, is_prompt: bool, priority: int) -> bool:
        """Add a task; false once the line is closed."""
        with self._changed:
            if not self.is_closed:
                waiting = self._prompt if is_prompt else self._others
                heapq.heappush(waiting, (priority, next(self._numbers), task))
                self._changed.notify_all()
            return not self.is_closed

    def take(self, takes_long: bool) -> _Task | None:
        """Wait for the next task; `None` once the line is closed.

        Who takes long ones works in the background, and so leaves prompt ones to who does not, if that is idle.
        """
        with self._changed:
            while not self.is_closed:
                if self._prompt and not (takes_long and self._idle):
                    self._changed.notify_all()
                    return heapq.heappop(self._prompt)[-1]
                if takes_long and self._others:
                    return heapq.heappop(self._others)[-1]
                self._wait(is_idle=not takes_long)
            return None

    def close(self) -> list[_Task]:
        """Let nobody wait any more; returns what was still waiting."""
        with self._changed:
            self.is_closed = True
            left = [entry[-1] for entry in (*self._prompt, *self._others)]
            self._prompt.clear()
            self._others.clear()
            self._changed.notify_all()
            return left

    def _wait(self, is_idle: bool) -> None:
        self._idle += is_idle
        self._changed.wait()
        self._idle -= is_idle


class _Lane:
    """A thread that hands tasks to one process, and replaces it when it dies."""

    def __init__(self, line: _Line, takes_long: bool) -> None:
        self._line, self._takes_long = line, takes_long
        self._process: WorkerProcess | None = None
        self._task: _Task | None = None
        name = "engine-long" if takes_long else "engine-prompt"
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Cancel the task that runs."""
        task = self._task
        if task is not None:
            task.progress.cancel()

    def close(self, within_s: float) -> None:
        """Wait for the task to end, then end the process; the line must be closed."""
        self._thread.join(within_s)
        process = self._process
        if process is not None:
            process.end()
        self._thread.join(within_s)

    def _serve(self) -> None:
        self._ready_process()
        while (task := self._line.take(self._takes_long)) is not None:
            if task.future.set_running_or_notify_cancel():
                self._task = task
                self._run(task)
                self._task = None

    def _run(self, task: _Task) -> None:
        try:
            process = self._ready_process()
            task.future.set_result(process.run(task.function, task.args, task.progress))
        except BaseException as error:  # handed to whoever waits for the future
            task.future.set_exception(error)

    def _ready_process(self) -> WorkerProcess:
        if self._process is None or not self._process.is_alive:
            self._process = WorkerProcess(is_background=self._takes_long)
        return self._process
