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
CLOSE_WITHIN_MS = 3000


class Task(QThread):
    """Runs `work(progress)` and tells how it goes; exactly one of the last three signals comes, once."""

    progressed = Signal(str, float)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._told = 0.0
        self._progress = Progress(self._tell)
        self.finished.connect(self._leave_parent)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows."""
        self._progress.cancel()

    def close(self) -> None:
        """Stop, and wait until the thread has ended; no signal comes any more."""
        self.blockSignals(True)
        self.cancel()
        if self.wait(CLOSE_WITHIN_MS):
            self._leave_parent()

    def run(self) -> None:
        """The thread's own work."""
        try:
            answer = self._work(self._progress)
        except Cancelled:
            self.cancelled.emit()
        except MasterDeskError as error:
            self.failed.emit(error)
        except Exception as error:
            sys.excepthook(*sys.exc_info())
            what = f"something unexpected happened ({type(error).__name__}: {error})"
            self.failed.emit(MasterDeskError(what, "try again, and report it if it happens again"))
        else:
            self.succeeded.emit(answer)
        finally:
            self._work = _nothing  # it may hold the audio of a whole track

    def _leave_parent(self) -> None:
        """A task that is over lives only as long as somebody looks at it, not as long as its parent."""
        self.setParent(None)

    def _tell(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY_S or fraction >= 1.0:
            self._told = now
            self.progressed.emit(stage, fraction)


def _nothing(progress: Progress) -> None:
    """What a task does that is over."""
