"""One child process and the conversation with it, seen from the parent."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from typing import Any

from masterdesk.engine.errors import Cancelled, MasterDeskError
from masterdesk.engine.pipelines.processes.worker_child import CANCEL, FAILED, PROGRESS, RUN, serve
from masterdesk.engine.progress import Progress

#: Seconds between two looks at whether a running task was cancelled.
LOOK_S = 0.01
#: A task that has not stopped this long after it was cancelled, in seconds, is ended with its process.
OBEY_WITHIN_S = 2.0


class WorkerProcess:
    """A child that runs one task after the other. Used by one thread; `end` may be called by any."""

    def __init__(self, is_background: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, is_background), name="masterdesk-engine", daemon=True
        )
        with _deaf_to_interrupts():
            self._process.start()
        theirs.close()  # or the pipe would stay open when the child dies

    @property
    def is_alive(self) -> bool:
        """Whether it can take a task."""
        return self._process.is_alive()

    def run(self, function: Callable[..., Any], args: tuple[Any, ...], progress: Progress) -> Any:
        """Call `function(*args, progress=...)` there and return its answer, or raise its `MasterDeskError`."""
        if progress.is_cancelled:
            raise Cancelled
        try:
            self._pipe.send((RUN, function, args))
            kind, *content = self._outcome(progress)
        except (EOFError, OSError):
            raise self._death() from None
        if kind == FAILED:
            raise _error(*content)
        return content[0]

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        self._process.join()

    def _outcome(self, progress: Progress) -> tuple[Any, ...]:
        """The last message about the task, its progress having been passed on."""
        deadline = None
        while True:
            if deadline is None and progress.is_cancelled:
                self._pipe.send((CANCEL,))
                deadline = time.monotonic() + OBEY_WITHIN_S
            if deadline is not None and time.monotonic() > deadline:
                self.end()
                raise Cancelled
            if not self._pipe.poll(LOOK_S):
                continue
            message: tuple[Any, ...] = self._pipe.recv()
            if message[0] != PROGRESS:
                return message
            _pass_on(progress, *message[1:])

    def _death(self) -> MasterDeskError:
        self._process.join(1.0)
        self.end()
        code = self._process.exitcode
        how = f"ended by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return MasterDeskError(
            f"the process that did the work stopped unexpectedly ({how})",
            "try again; if it happens again, close other programs to free memory",
        )


def _pass_on(progress: Progress, stage: str, fraction: float) -> None:
    with contextlib.suppress(Cancelled):  # the child will say so itself
        (progress.part(stage, 0.0, 1.0) if stage else progress).advance(fraction)


def _error(kind: type[MasterDeskError], what: str, remedy: str) -> MasterDeskError:
    return Cancelled() if kind is Cancelled else kind(what, remedy)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process started meanwhile never hears Ctrl-C, not even while it begins: its parent will end it."""
    if sys.platform == "win32":
        import ctypes

        hear = ctypes.windll.kernel32.SetConsoleCtrlHandler
        hear(None, True)
        try:
            yield
        finally:
            hear(None, False)
        return
    resource_tracker.ensure_running()  # starting it would end the deafness
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
