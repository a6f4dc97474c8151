"""What runs in a child process: one task after the other, until the parent is gone."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.progress import Progress

# Messages of the parent: (RUN, function, arguments), (CANCEL,).
RUN, CANCEL = "run", "cancel"
# Messages of the child: (PROGRESS, stage, fraction), (DONE, answer), (FAILED, kind, what, remedy).
PROGRESS, DONE, FAILED = "progress", "done", "failed"

#: Progress is told this often at most, in seconds.
TELL_EVERY_S = 0.05
#: Niceness of a background process; what is heard and seen goes first.
BACKGROUND_NICE = 10
_WINDOWS_BELOW_NORMAL = 0x4000


def serve(pipe: Connection, is_background: bool) -> None:
    """Take tasks from `pipe` and answer them; the process ends at once when the other end of it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if is_background:
        _step_back()
    tasks: queue.SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...], Progress]] = queue.SimpleQueue()
    teller = _Teller(pipe)
    # What most tasks need is loaded before the listener unpickles the first of them: two threads that import parts
    # of one package at the same time can meet half of a module (CPython issue 83065).
    import masterdesk.engine.pipelines.desk.slot_tasks  # noqa: F401

    threading.Thread(target=_listen, args=(pipe, tasks, teller), name="listener", daemon=True).start()
    while True:
        function, args, progress = tasks.get()
        teller.answer(_answer(function, args, progress))


class _Teller:
    """Sends messages; progress at a bearable rate."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._told = 0.0

    def progress(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY_S:
            self._told = now
            self._pipe.send((PROGRESS, stage, fraction))

    def answer(self, message: tuple[Any, ...]) -> None:
        try:
            self._pipe.send(message)
        except (TypeError, AttributeError, ValueError) as error:  # the answer cannot be pickled
            self._pipe.send(_failure(error))


def _listen(pipe: Connection, tasks: Any, teller: _Teller) -> None:
    """Read the parent's messages while a task runs; when the parent is gone, so is the reason to live."""
    progress = Progress()
    while True:
        try:
            kind, *content = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        except Exception as error:  # a task that cannot be unpickled; nothing runs now that could speak, too
            teller.answer(_failure(error))
            continue
        if kind == CANCEL:
            progress.cancel()
        else:
            progress = Progress(teller.progress)
            tasks.put((*content, progress))


def _answer(function: Callable[..., Any], args: tuple[Any, ...], progress: Progress) -> tuple[Any, ...]:
    try:
        return DONE, function(*args, progress=progress)
    except MasterDeskError as error:
        return FAILED, type(error), error.what, error.remedy
    except Exception as error:
        return _failure(error)


def _failure(error: Exception) -> tuple[Any, ...]:
    if isinstance(error, MemoryError):
        return FAILED, MasterDeskError, "memory ran out", "close other programs and try again"
    if isinstance(error, OSError) and error.strerror:
        what = f"{error.strerror}" + (f" ({error.filename})" if error.filename else "")
        return FAILED, MasterDeskError, what, "free the resource it names and try again"
    with contextlib.suppress(OSError, AttributeError):  # there may be no stderr in a windowed program
        traceback.print_exception(error, file=sys.stderr)
    what = f"something unexpected happened ({type(error).__name__}: {error})"
    return FAILED, MasterDeskError, what, "try again, and report it if it happens again"


def _step_back() -> None:
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), _WINDOWS_BELOW_NORMAL)
        else:
            os.nice(BACKGROUND_NICE)
