"""Keeps a copy of the desk on disk, so that a crash costs a few seconds of work at most."""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer

from masterdesk.engine.errors import MasterDeskError
from masterdesk.window.models.desk import DeskModel
from masterdesk.window.models.desk_state import DeskState
from masterdesk.window.models.session_file import SUFFIX, load_session, save_session

#: A change is on disk this many milliseconds later.
SAVE_AFTER_MS = 4000
LAST = f"last{SUFFIX}"


def autosave_folder() -> Path:
    """Where autosaved desks are kept, made if need be; a temporary folder where the home cannot be written."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "autosave"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _temporary_folder()
    return folder


@functools.cache
def _temporary_folder() -> Path:
    """The same one whenever it is asked for in this run."""
    return Path(tempfile.mkdtemp(prefix="masterdesk-autosave-"))


class Autosave(QObject):
    """Saves the desk after changes to a file of this process, and deletes it at a regular end."""

    def __init__(self, desk: DeskModel, folder: Path) -> None:
        super().__init__()
        self._desk, self._folder = desk, folder
        # Not the process's number, which another process had before, or has in another container.
        self.path = folder / f"desk-{os.urandom(6).hex()}{SUFFIX}"
        # The lock ends with its process, however it ends, and so tells a crashed desk from one in use.
        self._lock = _lock(self.path)
        self._lock.tryLock(0)
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        desk.state_changed.connect(self._later)

    def save(self) -> None:
        """Save now."""
        try:
            save_session(self._desk.state, self.path)
        except MasterDeskError:
            self._later()  # the disk may have room again by then

    def close(self) -> None:
        """A regular end: the desk is kept as the last one, and no longer as one that was lost."""
        self._timer.stop()
        if self._desk.state.track is not None:
            self._keep_last()
        self.path.unlink(missing_ok=True)
        self._lock.unlock()

    def lost(self) -> DeskState | None:
        """The desk of the last run that did not end regularly, if there is one; each is given once.

        It counts as this run's own until something else is on the desk: if this run is killed
        before anybody answered the offer, it is made again.
        """
        for path in sorted(self._folder.glob(f"desk-*{SUFFIX}"), key=_age):
            lock = _lock(path)
            if path == self.path or not lock.tryLock(0):
                continue
            state = _state(path)
            with contextlib.suppress(OSError):
                path.unlink() if state is None else path.replace(self.path)
            lock.unlock()
            if state is not None:
                return state
        return None

    def last(self) -> DeskState | None:
        """The desk as it was left at the last regular end, if its track is still there."""
        state = _state(self._folder / LAST)
        return state if state is not None and state.track is not None and state.track.is_file() else None

    def _keep_last(self) -> None:
        with contextlib.suppress(MasterDeskError):
            save_session(self._desk.state, self._folder / LAST)

    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    return lock


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:  # gone meanwhile, with the program that it was of
        return 0.0


def _state(path: Path) -> DeskState | None:
    """A desk with a track on it; nobody misses an empty one."""
    try:
        state = load_session(path)
    except MasterDeskError:
        return None
    return state if state.track is not None else None
