"""Decoded audio on the temporary disk under a name, for several processes to read: raw interleaved float32."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.errors import OutputError, shown_path
from masterdesk.engine.pipelines.closable import Closable

Float32Array = npt.NDArray[np.float32]

PREFIX, SUFFIX = "masterdesk-desk-", ".f32"
#: Free disk that is left alone, in bytes.
SPARE_BYTES = 64 << 20
#: A file younger than this, in seconds, is left alone: its owner may not have locked it yet.
SETTLED_S = 60.0
_FLOAT_BYTES = 4


class DeskSpool(Closable):
    """A named temporary file of frames, appended to by one thread, read by any process while it grows.

    Raises `OutputError` where the temporary folder has no room. The file is
    deleted by `close`, at the end of the process at the latest; what a killed
    process left behind is deleted when the next spool is made.
    """

    def __init__(self, channels: int, expected_frames: int | None) -> None:
        remove_leftovers()
        self._channels = channels
        self._check_room(expected_frames)
        descriptor, name = _made()
        self._file = os.fdopen(descriptor, "wb", buffering=0)
        self.path = Path(name)
        self._remove = weakref.finalize(self, _removed, self._file, self.path)
        _locked(self._file)
        self.frames = 0

    def append(self, block: Block) -> None:
        """Write the next frames, (channels, frames)."""
        interleaved = np.ascontiguousarray(block.T, dtype=np.float32)
        data = interleaved.data.cast("B")
        try:
            while len(data):
                data = data[self._file.write(data) :]
        except OSError as error:
            raise _no_room(error) from None
        self.frames += block.shape[1]

    def read(self, start: int, stop: int) -> Float32Array:
        """Frames `start` to `stop`, as far as there are any, (frames, channels); safe from any thread."""
        count = max(min(stop, self.frames) - start, 0) * self._channels
        offset = start * self._channels * _FLOAT_BYTES
        return np.fromfile(self.path, np.float32, count, offset=offset).reshape(-1, self._channels)

    def samples(self) -> np.memmap[tuple[int, int], np.dtype[np.float32]]:
        """All frames written so far, read-only, (frames, channels)."""
        return np.memmap(self.path, np.float32, "r", shape=(self.frames, self._channels))

    def close(self) -> None:
        """Delete the file; arrays that were mapped before stay readable."""
        self._remove()

    def _check_room(self, frames: int | None) -> None:
        needed = (frames or 0) * self._channels * _FLOAT_BYTES
        if needed + SPARE_BYTES > shutil.disk_usage(tempfile.gettempdir()).free:
            raise _no_room(OSError(errno.ENOSPC, ""), needed)


def remove_leftovers() -> None:
    """Delete spools whose process has ended without doing so."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*{SUFFIX}"):
        try:
            if time.time() - path.stat().st_mtime > SETTLED_S:
                _remove_unless_locked(path)
        except OSError:
            continue  # it belongs to somebody else, or is gone already


def _remove_unless_locked(path: Path) -> None:
    # Windows refuses to delete what is open; elsewhere a lock tells, which ends with its process.
    with path.open("rb") as file:
        if os.name == "posix":
            _locked(file)
            path.unlink()
    if os.name != "posix":
        path.unlink()


def _locked(file: IO[bytes]) -> None:
    """Lock a file for as long as it is open; raises `OSError` if somebody else has."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _made() -> tuple[int, str]:
    try:
        return tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX)
    except OSError as error:
        raise _no_room(error) from None


def _removed(file: IO[bytes], path: Path) -> None:
    file.close()
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # still mapped (Windows): the next spool deletes it


def _no_room(error: OSError, needed: int = 0) -> OutputError:
    folder = shown_path(tempfile.gettempdir())
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        size = f" ({needed / 1e9:.1f} GB)" if needed else ""
        what = f"the temporary folder {folder} has no room for the decoded track{size}"
    else:
        what = f"the temporary folder {folder} cannot be written ({error.strerror or error})"
    return OutputError(what, "free some space there, or set TMPDIR to a folder on a larger disk")
