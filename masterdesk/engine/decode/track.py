"""What every kind of audio file offers to the source that reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import FileIO
from typing import Protocol

import numpy as np
import numpy.typing as npt

from masterdesk.engine.decode.report import PassLog
from masterdesk.engine.errors import InputError, shown_path
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Warning

Block = npt.NDArray[np.floating]
Dtype = npt.DTypeLike

MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 384_000
MAX_CHANNELS = 8

INCOMPLETE_END = "the file ends early: its last piece of audio is incomplete"

#: A hole of more than this is not filled with silence: the file ends there.
MAX_GAP_S = 60.0


class Track(Protocol):
    """One audio stream of a file whose header has been read.

    `promised_frames` is the length the header claims, right or wrong;
    `expected_frames` may be a guess. `notes` is what was wrong with the header.
    """

    format: AudioFormat
    notes: tuple[Warning, ...]
    promised_frames: int | None
    expected_frames: int | None

    def pieces(self, file: FileIO, start: int, size: int, dtype: Dtype, log: PassLog) -> Iterator[tuple[int, Block]]:
        """Decode `file` from frame `start` or from an earlier one.

        Yields (first frame, samples of shape (channels, frames)) without gaps,
        full scale 1.0. Samples from integers are of `dtype`; from floating
        point they have the file's own precision and may be non-finite. `size`
        is the number of frames that suits the caller.
        """
        ...


def check_shape(path: str | os.PathLike[str], channels: int, sample_rate: int) -> None:
    """Raise `InputError` for a number of channels or a sample rate outside what can be mastered."""
    if not 1 <= channels <= MAX_CHANNELS:
        what = f"{shown_path(path)} has {channels:,} channels"
        raise InputError(what, f"export it with 1 to {MAX_CHANNELS} channels; stereo suits mastering")
    if not MIN_RATE_HZ <= sample_rate <= MAX_RATE_HZ:
        what = f"{shown_path(path)} has a sample rate of {sample_rate:,} Hz"
        raise InputError(what, "export it at a rate between 8 and 384 kHz, such as 44.1 or 48 kHz")


def cut_short(missing_frames: int, sample_rate: int) -> Warning:
    """The warning for a file that ends before its header says."""
    missing_s = missing_frames / sample_rate
    missing = f"{spoken(missing_s)} of audio that are not there" if missing_s < 1e6 else "far more audio than there is"
    return Warning("cut_short", f"the file ends early: its header promises {missing}")


def spoken(seconds: float) -> str:
    """A length of time as people write it."""
    if seconds < 60:
        return f"{seconds:.2f} s" if seconds >= 0.01 else "less than 0.01 s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


class Placer:
    """Lays decoded frames on the track's own time, silence where some were lost."""

    def __init__(self, log: PassLog, position: int, sample_rate: int) -> None:
        self.position = position
        self.ended = False
        self._log = log
        self._max_gap = int(MAX_GAP_S * sample_rate)
        self._fill_left = 10 * self._max_gap

    def place(self, first: int, block: Block) -> Iterator[tuple[int, Block]]:
        """Yield `block` at frame `first`, after silence up to there; ends the track at too wide a hole."""
        gap = first - self.position
        if gap > min(self._max_gap, self._fill_left):
            self.ended = True
            message = f"the audio after {self._seconds():.2f} s is too damaged to be placed, and left out"
            self._log.note("stopped", message)
        elif gap < 0:
            self._log.damaged(self.position)
        else:
            if gap:
                self._log.damaged(self.position)
                self._fill_left -= gap
                self._log.silenced_frames += gap
                yield self._advance(np.zeros((block.shape[0], gap), block.dtype))
            yield self._advance(block)

    def _advance(self, block: Block) -> tuple[int, Block]:
        first = self.position
        self.position += block.shape[1]
        return first, block

    def _seconds(self) -> float:
        return self.position / self._log.sample_rate
