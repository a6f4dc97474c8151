"""What is measured of each source within the window, whenever something has changed and then rested for a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from masterdesk.engine.progress import Progress
from masterdesk.window.workers.task import Task
from masterdesk.window.workers.window_clips import WindowClip

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Measured(Generic[Value]):
    """`value` was measured of the clip with this token."""

    token: object
    value: Value


class Measurement(QObject, Generic[Value]):
    """Measures `clips()` in a thread, one run at a time, `settle_ms` after the last `ask`: those that are new.

    `known` holds what was found, by source; a run that fails leaves nothing, since what was found before is of
    other clips. `changed` after each run.
    """

    changed = Signal()

    def __init__(
        self,
        clips: Callable[[], dict[str, WindowClip]],
        measure: Callable[[WindowClip], Value],
        settle_ms: int,
    ) -> None:
        super().__init__()
        self._clips, self._measure = clips, measure
        self.known: dict[str, Measured[Value]] = {}
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=settle_ms)
        self._timer.timeout.connect(self.run)

    def ask(self) -> None:
        """Something changed that counts."""
        self._timer.start()

    def run(self) -> None:
        """Measure now, or after what is being measured: nobody waits for it here."""
        if self._task is not None:
            self._timer.start()
            return
        self._task = Task(partial(_measured, self._clips(), dict(self.known), self._measure), self)
        self._task.succeeded.connect(self._take)
        self._task.failed.connect(lambda _: self._take({}))
        self._task.ended.connect(self._end)
        self._task.start()

    def close(self) -> None:
        """Stop measuring."""
        self._timer.stop()
        if self._task is not None:
            self._task.close()
            self._task = None

    def show(self) -> None:
        """Pass on what is known now."""
        self.changed.emit()

    def _take(self, found: dict[str, Measured[Value]]) -> None:
        self.known = found
        self.show()

    def _end(self) -> None:
        self._task = None


def _measured(
    clips: dict[str, WindowClip],
    known: dict[str, Measured[Value]],
    measure: Callable[[WindowClip], Value],
    progress: Progress,
) -> dict[str, Measured[Value]]:
    found = {}
    for key, clip in clips.items():
        progress.advance(0.0)
        old = known.get(key)
        if old is None or old.token != clip.token:
            found[key] = Measured(clip.token, measure(clip))
        else:
            found[key] = old
    return found
