"""One more process, for the half of a job that this process would otherwise do after its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from masterdesk.engine.pipelines.closable import Closable
from masterdesk.engine.pipelines.worker_process import WorkerProcess
from masterdesk.engine.progress import Progress


class SecondProcess(Closable):
    """A child that takes one task after the other while this process works, too.

    Threads of one interpreter would wait for each other at every step. The child begins at once
    and loads the engine in the background; it ends with this object, or with this process however that ends.
    """

    def __init__(self) -> None:
        self._process = WorkerProcess(is_background=False)
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="second-process")

    def submit(self, function: Callable[..., Any], *args: Any, progress: Progress) -> Future[Any]:
        """Run `function(*args, progress=...)`, a top-level function of the engine, in the child.

        Arguments and the answer must be picklable; `progress` is told from a thread of this process, and its
        `cancel` reaches the task. The future raises the task's own `MasterDeskError`, or one that says that the
        child died.
        """
        return self._hand.submit(self._process.run, function, args, progress)

    def close(self) -> None:
        """End the child, whatever it does."""
        self._process.end()
        self._hand.shutdown(cancel_futures=True)


def has_second_core() -> bool:
    """Whether two processes can work at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1
