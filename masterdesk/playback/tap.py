"""What became audible, for meters: cut out of the clips themselves when it is asked for."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import numpy as np

from masterdesk.playback.ledger import Ledger, Note
from masterdesk.playback.values import Clip, Frames, TapBlock

#: A reader that stays away longer loses what is older, in seconds.
_KEPT_S = 4.0


@dataclass
class _Named:
    """A clip, and when another took its place (`None`: it has it still)."""

    key: str
    clip: Clip
    replaced_s: float | None = None


class Tap:
    """Gives every frame that was heard once, in order, while somebody reads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._clips: dict[int, _Named] = {}
        self._lock = threading.Lock()
        self._next = 0
        self._taken = 0

    def know(self, serial: int, key: str, clip: Clip) -> None:
        """Remember what the number of a source stands for.

        What had its key before may still be on its way to the ear.
        """
        now_s = time.perf_counter()
        with self._lock:
            for named in self._clips.values():
                if named.key == key and named.replaced_s is None:
                    named.replaced_s = now_s
            self._clips[serial] = _Named(key, clip)
            self._drop_unheard(now_s)

    def forget(self, serial: int) -> None:
        """Let go of a clip; what of it was not read yet is lost."""
        with self._lock:
            self._clips.pop(serial, None)

    def read(self) -> list[TapBlock]:
        """What became audible since the last call: blocks of one key, without a gap inside.

        The samples are those of the clips, before match gain, monitor and
        volume; fades are not in them. Where several calls are in different
        threads, each frame goes to one of them.
        """
        now_s = time.perf_counter()
        with self._lock:
            return [self._block(run) for run in _runs(self._heard(now_s)) if run[0].serial in self._clips]

    def _drop_unheard(self, now_s: float) -> None:
        """Let go of the clips that nobody can hear any more."""
        oldest_s = now_s - _KEPT_S
        self._clips = {
            serial: named
            for serial, named in self._clips.items()
            if named.replaced_s is None or named.replaced_s > oldest_s
        }

    def _heard(self, now_s: float) -> list[Note]:
        heard = []
        self._next = max(self._next, self._oldest(now_s))
        while self._next < self._ledger.count:
            note = self._ledger.read(self._next)
            if note is not None:
                audible = min(int((now_s - note.time_s) * self._ledger.sample_rate), note.frames)
                if audible > self._taken:
                    heard.append(_part(note, self._taken, audible))
                    self._taken = audible
                if audible < note.frames:
                    break
            self._next, self._taken = self._next + 1, 0
        return heard

    def _oldest(self, now_s: float) -> int:
        """The first note that is not too old, if the reader has stayed away; else its own place."""
        index = self._ledger.count
        while index > self._next:
            note = self._ledger.read(index - 1)
            if note is not None and note.time_s < now_s - _KEPT_S:
                self._taken = 0
                return index
            index -= 1
        return index

    def _block(self, run: list[Note]) -> TapBlock:
        named, first = self._clips[run[0].serial], run[0].position
        frames = sum(note.frames for note in run)
        return TapBlock(named.key, first, _cut(named.clip, first, frames))


def _part(note: Note, first: int, last: int) -> Note:
    return Note(note.time_s, last - first, note.serial, note.position + first, note.seek_serial)


def _runs(notes: list[Note]) -> list[list[Note]]:
    """Notes that follow each other in one source, together."""
    runs: list[list[Note]] = []
    for note in notes:
        last = runs[-1][-1] if runs else None
        if last is not None and (last.serial, last.position + last.frames) == (note.serial, note.position):
            runs[-1].append(note)
        else:
            runs.append([note])
    return runs


def _cut(clip: Clip, first: int, frames: int) -> Frames:
    """Frames of the time line, (channels, frames), silence outside the clip."""
    out = np.zeros((clip.samples.shape[1], frames), dtype=np.float32)
    start, stop = max(first, clip.start_frame), min(first + frames, clip.stop_frame)
    if start < stop:
        out[:, start - first : stop - first] = clip.samples[start - clip.start_frame : stop - clip.start_frame].T
    return out
