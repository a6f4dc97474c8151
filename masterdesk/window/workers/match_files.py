"""Saves a slot's match as a file, and looks at saved ones, away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.progress import Progress
from masterdesk.engine.types.settings import Settings
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.takes.references import ReferenceShelf

#: Files that hold a saved match.
SUFFIX = ".mdmatch"


class MatchFiles(QObject):
    """`saved(slot, path)` and `opened(slot, path)` when a file is written, or is a match; `failed(problem)` if not."""

    saved = Signal(int, Path)
    opened = Signal(int, Path)
    failed = Signal(str)

    def __init__(self, shelf: Callable[[], ReferenceShelf]) -> None:
        super().__init__()
        self._shelf = shelf

    def save(self, slot: int, settings: Settings, path: Path) -> None:
        """Write what slot number `slot` matches by these settings, over a file that is there."""
        self._run(partial(_save, self._shelf(), settings, path), lambda _: self.saved.emit(slot, path))

    def open(self, slot: int, path: Path) -> None:
        """Look whether a file holds a match that `slot` could use."""
        self._run(partial(_open, path), lambda _: self.opened.emit(slot, path))

    def close(self) -> None:
        """Give up what is under way."""
        for task in self.findChildren(Task):
            task.close()

    def _run(self, work: Callable[[Progress], None], done: Callable[[object], None]) -> None:
        task = Task(work, self)
        task.succeeded.connect(done)
        task.failed.connect(lambda error: self.failed.emit(str(error)))
        task.start()


def _save(shelf: ReferenceShelf, settings: Settings, path: Path, progress: Progress) -> None:
    from masterdesk.engine.pipelines.takes.references import check_save_match, write_match

    check_save_match(settings, path)
    match = shelf.match(settings, progress)
    assert match is not None, "there is a reference"
    write_match(match, path, overwrite=True)


def _open(path: Path, progress: Progress) -> None:
    from masterdesk.engine.pipelines.takes.references import read_match

    read_match(path)
