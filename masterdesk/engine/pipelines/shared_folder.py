"""Temporary folders by which processes of this program hand files to each other."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

#: Followed by the number of the process that will delete the folder.
PREFIX = "masterdesk-shared-"


def make_shared_folder() -> Path:
    """A new folder that nobody else can enter; what processes left that were killed is deleted first."""
    _remove_leftovers()
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def remove_shared_folder(folder: Path) -> None:
    """Delete it with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def _remove_leftovers() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            remove_shared_folder(folder)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it there; the system clears the folder in time
    with contextlib.suppress(PermissionError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
