"""The file that is being written and has no name yet, or a hidden one."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
#: A hidden name is cut to these, so that it fits wherever the final one does.
_LONGEST_STEM_BYTES = 80
_LONGEST_SUFFIX = 8


class Part:
    """A file being written for `target`; `name` opens it, as often as wanted, in this process and its children.

    On Linux it has no entry in any folder until it is settled, so that not even
    a killed process leaves litter. Elsewhere, and on disks that cannot do that, it is
    a hidden file in the target's folder.
    """

    def __init__(self, target: Path, descriptor: int, hidden: Path | None) -> None:
        self._target = target
        self._descriptor = descriptor
        self._hidden = hidden
        self.name = _opening(descriptor) if hidden is None else str(hidden)

    def flush(self) -> None:
        """Wait until the content is on the disk, whoever wrote it."""
        os.fsync(self._descriptor)

    def settle(self) -> Path:
        """Give the file a hidden name in the target's folder, and the permissions of the file it replaces."""
        if self._hidden is None:
            self._hidden = _hidden_name(self._target)
            _link(self._descriptor, self._hidden)
        with contextlib.suppress(OSError):  # there is no file to replace, or the disk knows no permissions
            self._hidden.chmod(self._target.stat().st_mode & 0o777)
        return self._hidden

    def discard(self) -> None:
        """Delete the file unless it has got its final name."""
        os.close(self._descriptor)
        if self._hidden is not None:
            with contextlib.suppress(OSError):
                self._hidden.unlink()


def open_part(target: Path) -> Part:
    """A new empty file on the disk of `target`'s folder. Raises `OSError` where none can be made."""
    descriptor = _open_unnamed(target.parent)
    if descriptor is not None:
        return Part(target, descriptor, None)
    hidden = _hidden_name(target)
    return Part(target, os.open(hidden, _NEW_FILE, 0o666), hidden)


def _open_unnamed(folder: Path) -> int | None:
    if not hasattr(os, "O_TMPFILE"):
        return None
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666)
    except OSError:
        return None  # not every disk can; making a named file tells what is wrong, if anything is
    if Path(_opening(descriptor)).exists():
        return descriptor
    os.close(descriptor)
    return None


def _opening(descriptor: int) -> str:
    """A path by which Linux opens an open file anew, whether or not it has a name."""
    return f"/proc/{os.getpid()}/fd/{descriptor}"


def _link(descriptor: int, name: Path) -> None:
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        # Only with a folder's descriptor does os.link follow the link in /proc to the file itself.
        os.link(_opening(descriptor), name, src_dir_fd=folder)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        _copy(descriptor, name)
    finally:
        os.close(folder)


def _copy(descriptor: int, name: Path) -> None:
    """For disks that make unnamed files but cannot name them."""
    try:
        with Path(_opening(descriptor)).open("rb") as source, name.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    except BaseException:
        name.unlink(missing_ok=True)
        raise


def _hidden_name(target: Path) -> Path:
    stem = os.fsencode(target.stem)[:_LONGEST_STEM_BYTES].decode("utf-8", "ignore")
    suffix = target.suffix if target.suffix.isascii() and len(target.suffix) <= _LONGEST_SUFFIX else ""
    return target.with_name(f".{stem}.{secrets.token_hex(4)}.part{suffix}")
