"""One engine call in a thread of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from masterdesk.engine.errors import Cancelled, MasterDeskError
from masterdesk.engine.progress import Progress

#: Progress is told this often at most, in seconds: nobody sees more.
TELL_EVERY_S = 0.04
#: What was closed has this many milliseconds to end before the program does.
END_WITHIN_MS = 3000


class Task(QThread):
    """Runs `work(progress)` and tells how it goes.

    Exactly one of `succeeded`, `failed` and `cancelled` comes, once, and then `ended`, when the thread is over.
    """

    progressed = Signal(str, float)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _came = Signal(str, tuple)

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._told = 0.0
        self._is_closed = self._has_left = False
        self._progress = Progress(self._tell_progress)
        self._came.connect(self._pass_on)
        self.finished.connect(self._leave)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows."""
        self._progress.cancel()

    def close(self) -> None:
        """Stop, and be forgotten: nothing is told any more, not even the end, and the thread ends by itself, soon."""
        self._is_closed = True
        self.cancel()
        self.setParent(None)
        if not self._has_left:
            _closed.add(self)

    def tell(self, signal: str, *content: Any) -> None:
        """Emit the signal of this name in the window's thread, unless the task is closed by then."""
        self._came.emit(signal, content)

    def discard(self, answer: Any) -> None:
        """Let go of an answer that nobody waits for any more."""

    def run(self) -> None:
        """The thread's own work."""
        try:
            answer = self._work(self._progress)
        except Cancelled:
            self.tell("cancelled")
        except MasterDeskError as error:
            self.tell("failed", error)
        except Exception as error:
            sys.excepthook(*sys.exc_info())
            what = f"something unexpected happened ({type(error).__name__}: {error})"
            self.tell("failed", MasterDeskError(what, "try again, and report it if it happens again"))
        else:
            self.tell("succeeded", answer)
        finally:
            self._work = _nothing  # it may hold the audio of a whole track

    def _pass_on(self, signal: str, content: tuple[Any, ...]) -> None:
        """In the window's thread, where `close` is called, too: what came before it is told, and nothing after."""
        if not self._is_closed:
            getattr(self, signal).emit(*content)
        elif signal == "succeeded":
            self.discard(*content)

    def _leave(self) -> None:
        """A task that is over lives only as long as somebody looks at it, not as long as its parent."""
        self.wait()  # `finished` comes a moment before the thread is over, and it may be let go of now
        self._has_left = True
        self.setParent(None)
        _closed.discard(self)
        if not self._is_closed:
            self.ended.emit()

    def _tell_progress(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY_S or fraction >= 1.0:
            self._told = now
            self.tell("progressed", stage, fraction)


#: Closed tasks that have not left: a thread that nobody holds would take the program down with it.
_closed: set[Task] = set()


def wait_for_closed() -> None:
    """Before the program ends: give tasks that were closed the time to end."""
    deadline = time.monotonic() + END_WITHIN_MS / 1000
    for task in tuple(_closed):
        task.wait(max(round((deadline - time.monotonic()) * 1000), 1))


def _nothing(progress: Progress) -> None:
    """What a task does that is over."""
