"""The mixture of the gain curves all over a track, found where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit.audition import Audition, window_frames, windows_per_chunk
from masterdesk.engine.limit.envelope import Codes
from masterdesk.engine.limit.grid import cell_frames, frames_from_cells
from masterdesk.engine.limit.shares import Shares, shares

Float32Array = npt.NDArray[np.float32]

#: Frames `start` to `stop` (exclusive, at the most) of a track, blocks of shape (channels, frames).
AudioReader = Callable[[int, int], Iterable[Block]]

#: Answers kept, half a megabyte each: the search for a drive asks again and again for the same few minutes.
MOST_GIVEN = 32

#: Noise to mask in dB and share of bass of a chunk's windows.
Tried = tuple[Float32Array, Float32Array]


class Mixture:
    """Judges the chunks (`GRID_FRAMES` each) of a track as they are needed, and remembers what was found.

    What a chunk is found to take follows from its audio and that of its two neighbors alone, so it
    is the same whichever chunks were asked for before. `codes` are the envelope of each chunk, `tried` those that
    were judged before. Pickled without the way to the audio: `read_from` gives it back.
    """

    def __init__(self, sample_rate: int, codes: Sequence[Codes], tried: dict[int, Tried] | None = None) -> None:
        self._sample_rate, self._codes = sample_rate, codes
        self._audio: AudioReader = _nothing
        self._audition = Audition(sample_rate)
        self._tried: dict[int, Tried] = tried or {}
        self._shares: dict[int, Shares] = {}
        self._given: dict[tuple[int, int, tuple[bool, ...]], tuple[Float32Array, Float32Array]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_audio": _nothing, "_given": {}}

    def read_from(self, audio: AudioReader) -> None:
        """Where the track's audio is found from now on."""
        self._audio = audio

    def let_go(self) -> None:
        """Forget the way to the audio, and what can be found anew without it."""
        self._audio = _nothing
        self._given.clear()

    def between(self, first: int, last: int, wanted: Sequence[bool]) -> tuple[Float32Array, Float32Array]:
        """Shares of the middle and slow curves at the peak cells `first` to `last`, which begin and end with chunks.

        Chunks that are not `wanted` are not judged: the fast curve is said to do there.
        """
        key = (first, last, tuple(wanted))
        if key not in self._given:
            while len(self._given) >= MOST_GIVEN:
                del self._given[next(iter(self._given))]
            self._given[key] = self._found(first, last, wanted)
        return self._given[key]

    def _found(self, first: int, last: int, wanted: Sequence[bool]) -> tuple[Float32Array, Float32Array]:
        per_chunk = windows_per_chunk(self._sample_rate)
        size = window_frames(self._sample_rate) // cell_frames(self._sample_rate)
        index = first // (per_chunk * size)
        around = range(max(index - 1, 0), min(index + len(wanted) + 1, len(self._codes)))
        inside = [0 <= chunk - index < len(wanted) and wanted[chunk - index] for chunk in around]
        found = [
            self._of(chunk) if is_wanted else _fast(per_chunk) for chunk, is_wanted in zip(around, inside, strict=True)
        ]
        windows = np.arange(first // size - 1, -(-last // size) + 1) - around.start * per_chunk
        windows = np.clip(windows, 0, len(found) * per_chunk - 1)
        cells = slice(size, size + last - first)
        middle, slow = (np.concatenate([part[kind] for part in found])[windows] for kind in (0, 1))
        of_middle = _at_cells(middle, size)[cells]
        return of_middle, of_middle if np.array_equal(middle, slow) else _at_cells(slow, size)[cells]

    def tried(self, chunks: Iterable[int]) -> dict[int, Tried]:
        """Those of some chunks that were judged, by number."""
        return {chunk: self._tried[chunk] for chunk in chunks if chunk in self._tried}

    def judge(self, chunk: int, mid: Float32Array | None = None) -> Tried:
        """Noise to mask and share of bass of a chunk's windows; `mid` is the mean of its channels, if at hand."""
        if chunk not in self._tried:
            codes = tuple(_whole(self._codes, at, self._sample_rate) for at in (chunk - 1, chunk, chunk + 1))
            audio = self._mid(chunk) if mid is None else mid
            self._tried[chunk] = self._audition.judge(audio, (codes[0], codes[1], codes[2]))
        return self._tried[chunk]

    def _of(self, chunk: int) -> Shares:
        if chunk not in self._shares:
            around = range(max(chunk - 1, 0), min(chunk + 2, len(self._codes)))
            noise, bass = (np.concatenate(parts) for parts in zip(*map(self.judge, around), strict=True))
            own = slice((chunk - around.start) * self._per_chunk, (chunk - around.start + 1) * self._per_chunk)
            middle, slow = shares(noise, bass)
            self._shares[chunk] = Shares(middle[own], slow[own])
        return self._shares[chunk]

    @property
    def _per_chunk(self) -> int:
        return windows_per_chunk(self._sample_rate)

    def _mid(self, chunk: int) -> Float32Array:
        """The mean of a chunk's channels, silent behind the track's end."""
        mid, at = np.zeros(GRID_FRAMES, dtype=np.float32), 0
        for block in self._audio(chunk * GRID_FRAMES, (chunk + 1) * GRID_FRAMES):
            block.mean(axis=0, dtype=np.float32, out=mid[at : at + block.shape[1]])
            at += block.shape[1]
        return mid


def _fast(windows: int) -> Shares:
    return Shares(np.zeros(windows, dtype=np.float32), np.zeros(windows, dtype=np.float32))


def _at_cells(windows: Float32Array, size: int) -> Float32Array:
    """`frames_from_cells`, without taking memory for what is the same all over."""
    if (windows == windows[0]).all():
        return np.broadcast_to(windows[0], windows.size * size)
    return frames_from_cells(windows, size)


def _whole(codes: Sequence[Codes], index: int, sample_rate: int) -> Codes:
    """The envelope of a whole chunk, silent where the track is not."""
    size = GRID_FRAMES // cell_frames(sample_rate)
    if not 0 <= index < len(codes):
        return np.zeros(size, dtype=np.uint16)
    return np.pad(codes[index], (0, size - codes[index].size))


def _nothing(start: int, stop: int) -> Iterable[Block]:
    raise ValueError("nobody said where the audio is")
