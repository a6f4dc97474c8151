"""Keeps a view from painting more often than the screen shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

#: 60 frames a second.
FRAME_MS = 16


class FrameLimiter(QObject):
    """Calls `work` at once when asked, but at most once per `interval_ms`; what is asked in between is done then."""

    def __init__(self, work: Callable[[], None], parent: QObject, interval_ms: int = FRAME_MS) -> None:
        super().__init__(parent)
        self._work = work
        self._is_asked = False
        self._timer = QTimer(self, interval=interval_ms, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._end_pause)

    def ask(self) -> None:
        """Something is new."""
        if self._timer.isActive():
            self._is_asked = True
        else:
            self._timer.start()
            self._work()

    def _end_pause(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self.ask()
