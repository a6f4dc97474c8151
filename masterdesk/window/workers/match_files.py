"""Saves a slot's match as a file, and looks at saved ones, away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.settings import Settings
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.references import ReferenceShelf


class MatchFiles(QObject):
    """`saved(slot, path)` and `opened(slot, path)` when a file is written, or is a match; `failed(problem)` if not."""

    saved = Signal(int, Path)
    opened = Signal(int, Path)
    failed = Signal(str)

    def __init__(self, shelf: Callable[[], ReferenceShelf], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._ends: dict[Task, Callable[[], None]] = {}

    def save(self, slot: int, settings: Settings, path: Path) -> None:
        """Write what slot number `slot` matches by these settings, over a file that is there."""
        self._run(partial(_save, self._shelf(), settings, path), lambda: self.saved.emit(slot, path))

    def open(self, slot: int, path: Path) -> None:
        """Look whether a file holds a match that `slot` could use."""
        self._run(partial(_open, path), lambda: self.opened.emit(slot, path))

    def close(self) -> None:
        """Give up what is under way."""
        for task in self._ends:
            task.close()
        self._ends.clear()

    def _run(self, work: Callable[[Progress], Any], done: Callable[[], None]) -> None:
        task = Task(work, self)
        task.succeeded.connect(self._succeed)
        task.failed.connect(self._fail)
        task.finished.connect(self._forget)
        self._ends[task] = done
        task.start()

    # Bound methods are called in the window's thread, other functions in that of the task.

    def _succeed(self) -> None:
        task = self.sender()
        if isinstance(task, Task) and task in self._ends:
            self._ends[task]()

    def _fail(self, error: MasterDeskError) -> None:
        if self.sender() in self._ends:
            self.failed.emit(str(error))

    def _forget(self) -> None:
        task = self.sender()
        if isinstance(task, Task):
            task.wait()
            self._ends.pop(task, None)


def _save(shelf: ReferenceShelf, settings: Settings, path: Path, progress: Progress) -> None:
    from masterdesk.engine.pipelines.references import check_save_match, write_match

    check_save_match(settings, path)
    match = shelf.match(settings, progress)
    assert match is not None, "there is a reference"
    write_match(match, path, overwrite=True)


def _open(path: Path, progress: Progress) -> None:
    from masterdesk.engine.pipelines.references import read_match

    read_match(path)
