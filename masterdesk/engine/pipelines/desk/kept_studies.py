"""What the desk has learnt of whole takes, kept on the temporary disk within bounds."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter, OrderedDict
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from masterdesk.engine.pipelines.desk.slot_job import KnownDrive
from masterdesk.engine.pipelines.desk.take_key import TakeKey
from masterdesk.engine.pipelines.processes.shared_folder import make_shared_folder, remove_shared_folder
from masterdesk.engine.pipelines.takes.job import KeptFiles
from masterdesk.engine.pipelines.takes.spool import has_room_for
from masterdesk.engine.types.settings import Settings

#: Audio kept of all takes together, in bytes: twelve takes of four minutes.
MAX_AUDIO_BYTES = 1 << 30
#: Takes whose studies are kept.
MAX_STUDIES = 12
#: How long `close` waits for what is still being written, in seconds; a later deck deletes what is left.
CLOSE_WITHIN_S = 3.0
_LOOK_S = 0.05
_FLOAT_BYTES = 4


class KeptStudies:
    """A folder of studies by the keys of takes, the least recently used dropped first, and the exact drives known.

    Thread-safe; it calls nobody while it holds its lock.
    """

    def __init__(self, frames: int, channels: int) -> None:
        self.folder = make_shared_folder()
        self._audio_bytes = frames * channels * _FLOAT_BYTES
        self._frames, self._channels = frames, channels
        self._kept: OrderedDict[TakeKey, KeptFiles] = OrderedDict()
        self._drives: dict[tuple[TakeKey, Settings], KnownDrive] = {}
        self._readers: Counter[KeptFiles] = Counter()
        self._forgotten: set[KeptFiles] = set()
        self._is_closed = False
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def find(self, key: TakeKey, settings: Settings) -> tuple[KeptFiles | None, KnownDrive | None]:
        """What is known of a take, and its exact drive under `settings`."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None, None
            self._kept.move_to_end(key)
            return kept, self._drives.get((key, replace(settings, platform=None)))

    def new_path(self, suffix: str) -> Path:
        """A name for a new file in the folder."""
        return self.folder / f"{next(self._numbers)}{suffix}"

    def new_files(self) -> KeptFiles:
        """Names for a new study, and for its audio where there is room for it."""
        fits = self._audio_bytes <= MAX_AUDIO_BYTES and has_room_for(self._frames, self._channels)
        return KeptFiles(self.new_path(".study"), self.new_path(".audio") if fits else None)

    def keep(self, key: TakeKey, files: KeptFiles, in_use: set[TakeKey]) -> list[KeptFiles]:
        """Remember the finished study of a take; returns what is to be discarded.

        That is old studies that pass the bounds and are not `in_use`; or this one, if nothing is kept any more, or
        there is one already: a task may be reading that.
        """
        with self._lock:
            if self._is_closed or key in self._kept:
                return [files]
            self._kept[key] = files
            idle = [old for old in self._kept if not old.is_among(in_use) and old != key]
            return [self._kept.pop(old) for old in idle[: self._excess()]]

    def lend(self, files: KeptFiles) -> None:
        """A task will read a study, until `give_back`."""
        with self._lock:
            self._readers[files] += 1

    def give_back(self, files: KeptFiles, is_sound: bool) -> list[KeptFiles]:
        """A task no longer reads a study, which is forgotten if it failed by it; returns what is to be discarded."""
        with self._lock:
            self._readers[files] -= 1
            if not is_sound:
                self._forget(files)
            if self._readers[files]:
                return []
            del self._readers[files]
            if files not in self._forgotten:
                return []
            self._forgotten.remove(files)
            return [files]

    def discard(self, *unneeded: KeptFiles) -> None:
        """Delete files of studies, whole or not."""
        for files in unneeded:
            with suppress(OSError):  # the folder is being deleted, or on Windows a task has not closed them yet
                files.remove()

    def know(self, key: TakeKey, settings: Settings, drive: KnownDrive) -> None:
        """Remember the exact drive of a master."""
        with self._lock:
            self._drives[key, replace(settings, platform=None)] = drive

    def close(self) -> None:
        """Delete everything; tasks that were cancelled may write for a moment more."""
        with self._lock:
            self._is_closed = True
        until = time.monotonic() + CLOSE_WITHIN_S
        while self.folder.exists() and time.monotonic() < until:
            remove_shared_folder(self.folder)
            if self.folder.exists():
                time.sleep(_LOOK_S)

    def _forget(self, files: KeptFiles) -> None:
        for key in [key for key, kept in self._kept.items() if kept == files]:
            self._forgotten.add(self._kept.pop(key))

    def _excess(self) -> int:
        audible = sum(files.audio is not None for files in self._kept.values())
        over_bytes = audible * self._audio_bytes - MAX_AUDIO_BYTES
        return max(len(self._kept) - MAX_STUDIES, -(-over_bytes // max(self._audio_bytes, 1)), 0)
