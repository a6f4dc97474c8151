"""What is heard when: notes of the sound process, read by the window's without a lock or a message."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Where nothing is noted for now, a note that ended less than this ago tells the place: cards jitter.
_JUST_S = 0.1

#: Notes that are kept: some 40 s at least.
RECORDS = 4096


class _Field(enum.IntEnum):
    """Places of single numbers at the head of the shared memory."""

    COUNT = 0
    POSITION = 1
    SEEK_SERIAL = 2
    STOPPED_SERIAL = 3
    ENDED = 4
    UNDERRUNS = 5
    CUT_COUNT = 6


#: Room for each kind of number at the head, and the only one that is a float.
_HEAD = 8
_CUT_TIME = 0
_COLUMNS = 4
LEDGER_BYTES = 8 * (2 * _HEAD + RECORDS * (_COLUMNS + 1))


@dataclass(frozen=True)
class Note:
    """`frames` frames from `position` of source `serial` are audible from `time_s` (`time.perf_counter`) on.

    `seek_serial` is the last seek that had been obeyed by then.
    """

    time_s: float
    frames: int
    serial: int
    position: int
    seek_serial: int


class Ledger:
    """A ring of notes and a few numbers in shared memory: one process writes, one reads.

    A note is written before the count that makes it visible. `memory` is zeroed
    memory of `LEDGER_BYTES` that both processes share.
    """

    def __init__(self, memory: Any, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        ints = np.frombuffer(memory, dtype=np.int64)
        floats = np.frombuffer(memory, dtype=np.float64)
        self._head, self._float_head = ints[:_HEAD], floats[_HEAD : 2 * _HEAD]
        self._rows = ints[2 * _HEAD : 2 * _HEAD + RECORDS * _COLUMNS].reshape(RECORDS, _COLUMNS)
        self._times = floats[2 * _HEAD + RECORDS * _COLUMNS :]
        self._block_time_s = 0.0

    # The sound process writes.

    def begin_block(self, time_s: float) -> None:
        """The frame at offset 0 of what is noted next becomes audible at `time_s`."""
        self._block_time_s = time_s

    def note(self, offset: int, frames: int, serial: int, position: int, seek_serial: int) -> None:
        """See `mix.mixer.Journal`."""
        count = int(self._head[_Field.COUNT])
        at = count % RECORDS
        self._rows[at] = (frames, serial, position, seek_serial)
        self._times[at] = self._block_time_s + offset / self.sample_rate
        self._head[_Field.COUNT] = count + 1

    def shift(self, seconds: float, since_s: float) -> None:
        """What was noted for after `since_s` is heard later by `seconds` than was thought."""
        count = int(self._head[_Field.COUNT])
        recent = np.arange(max(count - 64, 0), count) % RECORDS
        self._times[recent[self._times[recent] >= since_s]] += seconds

    def cut(self, time_s: float) -> None:
        """Nothing noted so far for after `time_s` will be heard: the sound card is gone."""
        self._float_head[_CUT_TIME] = time_s
        self._head[_Field.CUT_COUNT] = self._head[_Field.COUNT]

    def publish(self, position: int, seek_serial: int, stopped_serial: int, ended: bool) -> None:
        """Tell where the mixer stands."""
        head = self._head
        head[_Field.POSITION], head[_Field.SEEK_SERIAL] = position, seek_serial
        head[_Field.ENDED], head[_Field.STOPPED_SERIAL] = ended, stopped_serial

    def count_underrun(self) -> None:
        """One more gap in the sound."""
        self._head[_Field.UNDERRUNS] += 1

    @property
    def end_s(self) -> float:
        """When the last frame that was noted has been heard; 0 before the first."""
        at = (self.count - 1) % RECORDS
        return float(self._times[at]) + float(self._rows[at, 0]) / self.sample_rate

    # The window's process reads.

    @property
    def count(self) -> int:
        """Notes written since the start."""
        return int(self._head[_Field.COUNT])

    @property
    def position(self) -> int:
        """Where the mixer stands, ahead of what is heard."""
        return int(self._head[_Field.POSITION])

    @property
    def seek_serial(self) -> int:
        """The last seek that was obeyed."""
        return int(self._head[_Field.SEEK_SERIAL])

    @property
    def stopped_serial(self) -> int:
        """The last play request that came to its end by itself."""
        return int(self._head[_Field.STOPPED_SERIAL])

    @stopped_serial.setter
    def stopped_serial(self, serial: int) -> None:
        self._head[_Field.STOPPED_SERIAL], self._head[_Field.ENDED] = serial, 0

    @property
    def ended(self) -> bool:
        """Whether that end was the end of the track."""
        return bool(self._head[_Field.ENDED])

    @property
    def underruns(self) -> int:
        """Gaps in the sound since the start."""
        return int(self._head[_Field.UNDERRUNS])

    def read(self, index: int) -> Note | None:
        """Note number `index`; `None` where it has been overwritten, was never heard, or is not there yet."""
        if not self.count - RECORDS < index < self.count:
            return None
        at = index % RECORDS
        frames, serial, position, seek_serial = (int(v) for v in self._rows[at])
        time_s = float(self._times[at])
        if index < self._head[_Field.CUT_COUNT]:
            left = (float(self._float_head[_CUT_TIME]) - time_s) * self.sample_rate
            frames = min(frames, int(left))
        return Note(time_s, frames, serial, position, seek_serial) if frames > 0 else None

    def heard(self, now_s: float) -> Note | None:
        """What is audible at `now_s`, else what will be next, else what has just been; `None` in silence."""
        upcoming = None
        for index in range(self.count - 1, max(self.count - RECORDS, -1), -1):
            note = self.read(index)
            if note is None:
                continue
            end_s = note.time_s + note.frames / self.sample_rate
            if note.time_s > now_s:
                upcoming = note
            elif end_s > now_s:
                return note
            else:
                return upcoming or (note if end_s > now_s - _JUST_S else None)
        return upcoming
