"""Keeps processed audio between two passes, on disk, so that memory does not grow with the track."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

import numpy as np

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.errors import cut_short
from masterdesk.engine.pipelines.closable import Closable

#: Share of the free temporary disk that one spool may take.
DISK_SHARE = 0.5
_FLOAT_BYTES = 4


class Spool(Closable):
    """A file of float32 chunks of `GRID_FRAMES` frames: a temporary one, gone when closed, or a new one at `path`.

    Chunks are stored planar, one after the other, so that any range of
    frames can be read without reading what lies before it; several threads
    may read at once.
    """

    def __init__(self, channels: int, path: Path | None = None) -> None:
        self._channels, self.path = channels, path
        self._file: IO[bytes]
        if path is None:
            self._file = tempfile.TemporaryFile(prefix="masterdesk-")  # noqa: SIM115 - closed by close()
        else:
            self._file = path.open("w+b")
        self._chunks = Rechunker(GRID_FRAMES)
        self._lock = threading.Lock()
        self.frames = 0

    @classmethod
    def opened(cls, channels: int, path: Path) -> Spool:
        """A spool that was written to `path` before; it can only be read."""
        spool = cls.__new__(cls)
        spool._channels, spool.path, spool._file, spool._lock = channels, path, path.open("rb"), threading.Lock()
        spool.frames = path.stat().st_size // (channels * _FLOAT_BYTES)
        return spool

    @classmethod
    def joining(cls, channels: int, path: Path, first: int) -> Spool:
        """A spool of which other processes write other parts; `keep` writes from frame `first` on, on the grid."""
        path.touch()
        spool = cls.__new__(cls)
        spool._channels, spool.path, spool._file, spool._lock = channels, path, path.open("r+b"), threading.Lock()
        spool._file.seek(first * channels * _FLOAT_BYTES)
        spool.frames = first
        return spool

    def keep(self, chunk: Block) -> None:
        """Add a chunk: `GRID_FRAMES` frames, or what is left at the end."""
        self._file.write(np.ascontiguousarray(chunk, dtype=np.float32).data)
        self.frames += chunk.shape[1]

    def tee(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Pass blocks of shape (channels, frames) through while keeping them."""
        for block in blocks:
            for chunk in self._chunks.push(block):
                self.keep(chunk)
            yield block
        rest = self._chunks.rest()
        if rest is not None:
            self.keep(rest)
        self.flush()

    def flush(self) -> None:
        """Let other processes see everything that was kept."""
        self._file.flush()

    def blocks(self, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Frames `start` to `stop` (exclusive, `None` for the end) as float32 blocks."""
        stop = self.frames if stop is None else min(stop, self.frames)
        if start >= stop:
            return
        for first in range(start - start % GRID_FRAMES, stop, GRID_FRAMES):
            chunk = self._read(first)
            yield chunk[:, max(start - first, 0) : stop - first]

    def close(self) -> None:
        """Close the file; one without a name is then gone."""
        self._file.close()

    def remove(self) -> None:
        """Close the file, and delete it if it has a name."""
        self.close()
        if self.path is not None:
            with contextlib.suppress(OSError):  # another process has it open, on Windows
                self.path.unlink(missing_ok=True)

    def _read(self, first: int) -> Block:
        frames = min(GRID_FRAMES, self.frames - first)
        chunk = np.empty((self._channels, frames), dtype=np.float32)
        with self._lock:
            self._file.seek(first * self._channels * _FLOAT_BYTES)
            read = cast(io.BufferedReader, self._file).readinto(chunk.view(np.uint8).data)
        if read != chunk.nbytes:
            raise cut_short(self.path)
        return chunk


def has_room_for(frames: int, channels: int) -> bool:
    """Whether the temporary folder can hold a spool of that length beside everything else."""
    needed = frames * channels * _FLOAT_BYTES
    return needed < DISK_SHARE * shutil.disk_usage(tempfile.gettempdir()).free
