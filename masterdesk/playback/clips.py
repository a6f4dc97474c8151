"""Hands clips from the window's process to the sound process: as files that both map into memory."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from masterdesk.playback.values import Clip, Frames


@dataclass(frozen=True)
class SharedClip:
    """Where the samples of a clip lie: float32, `frames` x `channels`, from byte `offset` of `path` on."""

    serial: int
    path: str
    offset: int
    frames: int
    channels: int
    start_frame: int

    def open(self) -> Frames:
        """Map the samples, (frames, channels), read-only. Raises `OSError`."""
        if not self.frames:
            return np.zeros((0, self.channels), dtype=np.float32)
        return np.memmap(self.path, np.float32, "r", self.offset, (self.frames, self.channels))


class ClipFiles:
    """Shares clips under numbers of their own; a clip that is a file already is shared as that file.

    What has to be copied goes to a temporary folder: unlike shared memory, it
    fails with an error and not with a signal where there is no room.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._shared: dict[int, SharedClip] = {}
        self._unneeded: list[Path] = []

    def share(self, serial: int, clip: Clip) -> SharedClip:
        """Make the clip readable for the other process, once. Raises `OSError`."""
        if serial not in self._shared:
            path, offset = _place_in_file(clip.samples) or (str(self._copy(serial, clip.samples)), 0)
            frames, channels = clip.samples.shape
            self._shared[serial] = SharedClip(serial, path, offset, frames, channels, clip.start_frame)
        return self._shared[serial]

    def keep_only(self, serials: set[int]) -> None:
        """Remove the copies of all other clips, as soon as the system lets go of them."""
        for serial in self._shared.keys() - serials:
            path = Path(self._shared.pop(serial).path)
            if path.parent == self._folder:
                self._unneeded.append(path)
        self._unneeded = [path for path in self._unneeded if not _removed(path)]

    @property
    def folder(self) -> str | None:
        """Where the copies lie, if there are any."""
        return str(self._folder) if self._folder is not None else None

    def close(self) -> None:
        """Remove every copy. The other process must be gone."""
        remove_copies(self.folder)
        self._shared.clear()

    def _copy(self, serial: int, samples: Frames) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="masterdesk-playback-"))
        path = self._folder / f"{serial}.f32"
        # tofile writes without the interpreter lock, and what is contiguous without a copy.
        np.ascontiguousarray(samples, dtype=np.float32).tofile(path)
        return path


def remove_copies(folder: str | None) -> None:
    """Remove a folder of copies; for the process that is left over when the other one was killed."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:  # Windows, while the file is still mapped
        return False
    return True


def _place_in_file(samples: Frames) -> tuple[str, int] | None:
    """Name and byte offset of the file that these samples are a piece of, or `None` if they are in memory only."""
    whole = samples
    while isinstance(whole.base, np.ndarray):
        whole = whole.base
    if not isinstance(whole, np.memmap) or whole.mode == "c" or not isinstance(whole.filename, str | Path):
        return None
    if samples.dtype != np.float32 or not samples.flags.c_contiguous or not Path(whole.filename).exists():
        return None
    offset = whole.offset + samples.__array_interface__["data"][0] - whole.__array_interface__["data"][0]
    return str(whole.filename), offset
