"""The file below an encoder: it remembers what went wrong, since encoders forget or misname it."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import BinaryIO

from masterdesk.engine.encode.room import disk_full, is_disk_full
from masterdesk.engine.errors import OutputError, shown_path

# An encoder writes a few kilobytes at a time.
_BUFFER_BYTES = 1 << 20


class Sink:
    """A new file as encoders want it: write, read, seek, tell; nothing raises but `check` and `close`.

    Encoders call from C, where an exception is lost. After a failure everything more is
    dropped, and `check` raises `OutputError` with the cause.
    """

    def __init__(self, path: str, needed_bytes: int) -> None:
        self._path = path
        self._needed_bytes = needed_bytes
        self._failure: OSError | None = None
        self._file: BinaryIO = Path(path).open("wb+", buffering=_BUFFER_BYTES)  # noqa: SIM115 - closed by close()

    def write(self, data: bytes | memoryview) -> int:
        """Take bytes at the current position; returns how many, always all."""
        size = memoryview(data).nbytes
        if self._failure is None:
            try:
                self._file.write(data)
            except OSError as error:
                self._failure = error
        return size

    def read(self, size: int = -1) -> bytes:
        """Bytes from the current position, none after a failure."""
        return self._file.read(size) if self._failure is None else b""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the current position."""
        if self._failure is None:
            try:
                return self._file.seek(offset, whence)
            except OSError as error:  # moving first writes what is buffered
                self._failure = error
        return 0

    def tell(self) -> int:
        """The current position."""
        return self._file.tell() if self._failure is None else 0

    def check(self) -> None:
        """Raise `OutputError` if anything written so far was lost."""
        if self._failure is not None:
            raise self._told(self._failure)

    def close(self) -> None:
        """Write what is buffered and close. Raises `OutputError` if anything was lost."""
        try:
            self._file.close()
        except OSError as error:
            self._failure = self._failure or error
        self.check()

    def drop(self) -> None:
        """Close without caring for the content; whatever is still written goes nowhere."""
        self._failure = self._failure or OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
        with contextlib.suppress(OSError):
            self._file.close()

    def _told(self, error: OSError) -> OutputError:
        if is_disk_full(error):
            return disk_full(self._path, self._needed_bytes)
        return OutputError(f"{shown_path(self._path)} cannot be written, {error.strerror}", "choose another folder")
