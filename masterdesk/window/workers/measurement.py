"""What is measured again whenever something has changed and then rested for a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from masterdesk.engine.progress import Progress
from masterdesk.window.workers.task import Task


class Measurement(QObject):
    """Measures in a thread, one at a time, `settle_ms` after the last `ask`. `changed` when results are others."""

    changed = Signal()

    def __init__(self, settle_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=settle_ms)
        self._timer.timeout.connect(self._measure)

    def ask(self) -> None:
        """Something changed that counts."""
        self._timer.start()

    def close(self) -> None:
        """Stop measuring."""
        self._timer.stop()
        if self._task is not None:
            self._task.close()
            self._task = None

    def work(self) -> Callable[[Progress], Any]:
        """What is to be done in the thread, frozen as things are now."""
        raise NotImplementedError

    def take(self, answer: Any) -> None:
        """Keep what was measured."""
        raise NotImplementedError

    def forget(self) -> None:
        """Keep nothing: it could not be measured, and what was measured before is of something else."""
        raise NotImplementedError

    def _measure(self) -> None:
        if self._task is not None:
            self._timer.start()  # the one before is still at it, and nobody waits for it here
            return
        self._task = Task(self.work(), self)
        self._task.succeeded.connect(self.take)
        self._task.failed.connect(self.forget)
        self._task.ended.connect(self._end)
        self._task.start()

    def _end(self) -> None:
        self._task = None
