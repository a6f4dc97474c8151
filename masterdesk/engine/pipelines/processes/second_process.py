"""One more process, for the half of a job that this process would otherwise do after its own."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from masterdesk.engine.pipelines.closable import Closable
from masterdesk.engine.pipelines.processes.shared_folder import make_shared_folder, remove_shared_folder
from masterdesk.engine.pipelines.processes.worker_process import WorkerProcess
from masterdesk.engine.progress import Progress


class SecondProcess(Closable):
    """A child that takes one task after the other while this process works, too.

    Threads of one interpreter would wait for each other at every step. The child begins at once
    and loads the engine in the background; it ends with this object, or with this process however that ends.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = itertools.count()
        self._process = WorkerProcess(is_background=False)
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="second-process")

    def submit(self, function: Callable[..., Any], *args: Any, progress: Progress) -> Future[Any]:
        """Run `function(*args, progress=...)`, a top-level function of the engine, in the child.

        Arguments and the answer must be picklable; `progress` is told from a thread of this process, and its
        `cancel` reaches the task. The future raises the task's own `MasterDeskError`, or one that says that the
        child died.
        """
        return self._hand.submit(self._process.run, function, args, progress)

    @contextmanager
    def sharing(self, function: Callable[..., Any], *args: Any, progress: Progress) -> Iterator[Future[Any]]:
        """`submit` for the time of a `with` block that does the other half of the work, and tells of its progress.

        Where the block fails or is interrupted, the task is cancelled, and has ended when the block is left.
        """
        future = self.submit(function, *args, progress=progress.silent())
        try:
            yield future
        except BaseException:
            progress.cancel()
            wait([future])
            raise

    def new_path(self, suffix: str) -> Path:
        """A name for a new file by which the two hand something to each other; it is deleted in the end."""
        if self._folder is None:
            self._folder = make_shared_folder()
        return self._folder / f"{next(self._numbers)}{suffix}"

    def close(self) -> None:
        """End the child, whatever it does, and delete the folder."""
        self._process.end()
        self._hand.shutdown(cancel_futures=True)
        if self._folder is not None:
            remove_shared_folder(self._folder)


def has_second_core() -> bool:
    """Whether two processes can work at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1
