"""Temporary folders by which processes of this program hand files to each other."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

#: Followed by the number of the process that will delete the folder.
PREFIX = "masterdesk-shared-"
#: Where processes cannot be asked for, folders are left behind for sure when nothing was put into them for so long.
LEFT_AFTER_S = 3 * 24 * 3600.0


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
        if owner.isdecimal() and _is_left(folder, int(owner)):
            remove_shared_folder(folder)


def _is_left(folder: Path, owner: int) -> bool:
    if os.name != "posix":  # asking for a process would end it there
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime > LEFT_AFTER_S
        return False
    try:
        os.kill(owner, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False  # it runs, and is somebody else's
    return False
