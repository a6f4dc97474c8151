"""What is told when there is no room left, and how it is found out early."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil

from masterdesk.engine.errors import OutputError, shown_path

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def is_disk_full(error: OSError) -> bool:
    """Whether an error says that no more can be written: disk, quota or file-size limit."""
    return error.errno in _FULL


def disk_full(path: str | os.PathLike[str], needed_bytes: int | None = None) -> OutputError:
    """The error for a disk, quota or file-size limit that `path` does not fit into."""
    needs = "has no room left" if needed_bytes is None else f"needs {needed_bytes:,} bytes"
    return OutputError(f"disk full: {shown_path(path)} {needs}", "make room or choose another folder")


def check_room(path: str | os.PathLike[str], needed_bytes: int) -> None:
    """Raise `OutputError` if the disk of the existing file `path` has less than `needed_bytes` free."""
    with contextlib.suppress(OSError):  # a disk that cannot tell is tried
        total, _, free = shutil.disk_usage(path)
        if total and free < needed_bytes:
            raise disk_full(path, needed_bytes)
