"""Puts a file in its place whole or not at all, and refuses a place that cannot work before any work is done."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from masterdesk.engine.encode.part import Part, open_part
from masterdesk.engine.encode.room import disk_full, is_disk_full
from masterdesk.engine.errors import InputError, OutputError, shown_path

PathLike = str | os.PathLike[str]

_LONGEST_NAME_BYTES = 255
_NOT_FILES = (
    (stat.S_ISDIR, "is a folder", "give the name of a file in it"),
    (stat.S_ISFIFO, "is a pipe, not a file", "give the name of a file"),
    (stat.S_ISSOCK, "is a socket, not a file", "give the name of a file"),
    (stat.S_ISCHR, "is a device, not a file", "give the name of a file"),
    (stat.S_ISBLK, "is a disk device, not a file", "give the name of a file"),
)


def check_destination(path: PathLike, overwrite: bool = False, sources: Sequence[PathLike] = ()) -> None:
    """Find out, before any work, whether a file can be written to `path`.

    Raises `OutputError` if it is a folder, device or pipe, is one of `sources` (by
    whatever name or link), exists and `overwrite` is not set, has too long a
    name, or if its folder is missing or cannot be written to.
    """
    target = _target(path)
    _check_name(path, target)
    mode = _mode(path, target)
    if mode is not None:
        _check_existing(path, target, mode, overwrite, sources)
    try:
        open_part(target).discard()
    except OSError as error:
        raise _not_writable(path, error) from None


@contextlib.contextmanager
def destination(path: PathLike, overwrite: bool = False, sources: Sequence[PathLike] = ()) -> Iterator[str]:
    """Give the name of a file to write; when the block ends well, its content appears at `path`.

    The file given lies on the same disk, invisible or hidden beside `path`. It is
    flushed to the disk and takes its name in one step; where the block raises, is
    cancelled, or the process is killed, whatever was at `path` is still there, whole. Two jobs
    to one name never mix: the later one replaces the other's file, or without
    `overwrite` is refused. Raises `OutputError` as `check_destination` does, for a full
    disk, for a folder that vanished, and in the destination's name for a file that
    cannot be read back.
    """
    check_destination(path, overwrite, sources)
    target = _target(path)
    try:
        part = open_part(target)
    except OSError as error:
        raise _not_writable(path, error) from None
    try:
        with _in_the_name_of(path, part.name):
            yield part.name
        _publish(part, path, target, overwrite)
    finally:
        part.discard()


@contextlib.contextmanager
def _in_the_name_of(path: PathLike, part: str) -> Iterator[None]:
    """Failures with the hidden file are told as failures with the file the user knows."""
    try:
        yield
    except OutputError as error:
        raise OutputError(error.what.replace(shown_path(part), shown_path(path)), error.remedy) from error
    except InputError as error:
        if shown_path(part) not in error.what:
            raise
        what = error.what.replace(shown_path(part), shown_path(path))
        raise OutputError(f"{what} after it was written", "nothing was delivered; try another format") from error
    except OSError as error:
        if is_disk_full(error):
            raise disk_full(path) from error
        if error.filename != part:
            raise
        raise _not_writable(path, error) from error


def _publish(part: Part, path: PathLike, target: Path, overwrite: bool) -> None:
    try:
        part.flush()
        named = part.settle()
        if overwrite:
            named.replace(target)
        else:
            _rename_to_new(named, target)
        _flush_folder(target.parent)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise (disk_full(path) if is_disk_full(error) else _not_writable(path, error)) from error


def _rename_to_new(source: Path, target: Path) -> None:
    """Rename without ever replacing a file; raises `FileExistsError`."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # No hard links on this disk: an empty file that only we can have made keeps the name for us.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        source.replace(target)
    else:
        source.unlink()


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some disks cannot; the file itself is safe by now
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _target(path: PathLike) -> Path:
    """Where the file will really lie: links are followed, so that they stay links."""
    text = os.fsdecode(path)
    if not text or "\0" in text:
        raise OutputError(f"{shown_path(text)!r} is no file name", "give the name of a file")
    if text.endswith(("/", os.sep)) or Path(text).name in ("", ".."):
        raise OutputError(f"{shown_path(text)} is a folder", "give the name of a file in it")
    try:
        return Path(text).resolve()
    except RuntimeError:
        raise _not_writable(path, OSError(errno.ELOOP, "")) from None
    except OSError as error:
        raise _not_writable(path, error) from None


def _check_name(path: PathLike, target: Path) -> None:
    folder = target.parent
    try:
        longest = os.pathconf(folder, "PC_NAME_MAX") if hasattr(os, "pathconf") else _LONGEST_NAME_BYTES
    except OSError as error:
        raise _not_writable(path, error) from None
    if not folder.is_dir():
        raise _not_writable(path, NotADirectoryError(errno.ENOTDIR, ""))
    size = len(os.fsencode(target.name))
    if size > (longest if longest > 0 else _LONGEST_NAME_BYTES):
        raise OutputError(
            f"{shown_path(path)}: the name is too long, {size} bytes are more than the disk allows", "shorten it"
        )


def _mode(path: PathLike, target: Path) -> int | None:
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _not_writable(path, error) from None


def _check_existing(path: PathLike, target: Path, mode: int, overwrite: bool, sources: Sequence[PathLike]) -> None:
    for is_kind, what, remedy in _NOT_FILES:
        if is_kind(mode):
            raise OutputError(f"{shown_path(path)} {what}", remedy)
    for source in sources:
        if _is_same(source, target):
            what = f"{shown_path(path)} is the source itself"
            raise OutputError(what, "choose another name: sources are never touched")
    if not overwrite:
        raise _exists(path)
    if not os.access(target, os.W_OK):
        raise OutputError(f"{shown_path(path)} is write-protected", "choose another name or change its permissions")


def _is_same(source: PathLike, target: Path) -> bool:
    try:
        return target.samefile(source)
    except (OSError, ValueError):
        return False  # a source that is not there is for the reader to report


def _exists(path: PathLike) -> OutputError:
    return OutputError(f"{shown_path(path)} exists already", "choose another name, or allow overwriting (--overwrite)")


def _not_writable(path: PathLike, error: OSError) -> OutputError:
    folder = shown_path(Path(os.fsdecode(path)).parent)
    reasons = {
        errno.ENOENT: (f"there is no folder {folder}", "make it first, or choose another"),
        errno.ENOTDIR: (f"{folder} is not a folder", "choose another"),
        errno.EACCES: (f"you may not write to the folder {folder}", "choose another, or change its permissions"),
        errno.EPERM: (f"you may not write to the folder {folder}", "choose another, or change its permissions"),
        errno.EROFS: (f"the disk of {folder} is read-only", "choose another folder"),
        errno.ENAMETOOLONG: ("the name is too long", "shorten it"),
        errno.ELOOP: ("the name is a link that leads back to itself", "choose another name"),
    }
    if is_disk_full(error):
        return disk_full(path)
    why, remedy = reasons.get(error.errno or 0, (error.strerror or "it cannot be written", "choose another folder"))
    return OutputError(f"{shown_path(path)} cannot be written, {why}", remedy)
