"""Opens a source file: only a regular file, only for reading, never waiting for one."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from masterdesk.engine.errors import InputError, not_found, shown_path

_KINDS = (
    (stat.S_ISDIR, "a folder", "choose a file inside it"),
    (stat.S_ISFIFO, "a pipe, not a file", "save the audio as a file first"),
    (stat.S_ISSOCK, "a socket, not a file", "choose an audio file"),
    (stat.S_ISCHR, "a device, not a file", "choose an audio file"),
    (stat.S_ISBLK, "a disk device, not a file", "choose an audio file"),
)

_FAILURES = {
    errno.ELOOP: ("is a link that leads back to itself", "choose the file itself"),
    errno.EACCES: ("may not be read by you", "change its permissions, or copy it to a folder of your own"),
    errno.EPERM: ("may not be read by you", "change its permissions, or copy it to a folder of your own"),
    errno.ENAMETOOLONG: ("has a name longer than the system allows", "shorten the name or the folders"),
}


#: What a seek can take; damaged headers point further.
_MAX_OFFSET = (1 << 63) - 1


@dataclass(frozen=True)
class Stamp:
    """What tells whether a file is still the one that was opened first."""

    size: int
    modified_ns: int


def open_regular(path: str | os.PathLike[str]) -> tuple[FileIO, Stamp]:
    """Open `path`, links followed, unbuffered and for reading.

    Raises `InputError` where it is missing, not a regular file, not readable or empty.
    """
    try:
        _refuse_special(path, Path(path).stat().st_mode)
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _not_opened(path, error) from None
    file = FileIO(descriptor, "rb")
    status = os.fstat(descriptor)
    try:
        # Looked at once more: the name may have come to mean something else in between.
        _refuse_special(path, status.st_mode)
        if status.st_size == 0:
            raise InputError(f"{shown_path(path)} is empty (0 bytes)", "export or download it again")
    except InputError:
        file.close()
        raise
    return file, Stamp(status.st_size, status.st_mtime_ns)


def reopen(path: str | os.PathLike[str], stamp: Stamp) -> FileIO:
    """Open `path` for another pass; raises `InputError` if it changed since `stamp` was taken."""
    file, now = open_regular(path)
    if now != stamp:
        file.close()
        raise changed(path)
    return file


def changed(path: str | os.PathLike[str]) -> InputError:
    """The error for a file that something else wrote to while it was in use."""
    return InputError(f"{shown_path(path)} was changed while it was being read", "wait until it is written, then retry")


def read_at(file: FileIO, offset: int, count: int) -> bytes:
    """Up to `count` bytes from `offset`; fewer only at the end of the file."""
    if offset > _MAX_OFFSET:
        return b""
    file.seek(offset)
    parts: list[bytes] = []
    while count > 0 and (part := file.read(count)):
        parts.append(part)
        count -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


# O_NONBLOCK: a pipe put in the file's place after the check must not make open() wait for a writer.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))


def _refuse_special(path: str | os.PathLike[str], mode: int) -> None:
    for is_kind, what, remedy in _KINDS:
        if is_kind(mode):
            raise InputError(f"{shown_path(path)} is {what}", remedy)


def _not_opened(path: str | os.PathLike[str], error: OSError | ValueError) -> InputError:
    if isinstance(error, InputError):
        return error
    code = error.errno if isinstance(error, OSError) else errno.ENOENT
    if code == errno.ENOENT and isinstance(error, OSError) and Path(path).is_symlink():
        target = shown_path(Path(path).readlink())
        return InputError(f"{shown_path(path)} is a link to {target}, which was not found", "choose the file itself")
    if code in (errno.ENOENT, errno.ENOTDIR):
        return not_found(path)
    what, remedy = _FAILURES.get(code or 0, (f"cannot be read ({os.strerror(code or errno.EIO)})", "check the disk"))
    return InputError(f"{shown_path(path)} {what}", remedy)
