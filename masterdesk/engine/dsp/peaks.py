"""Minimum, maximum and RMS of a track at every zoom: a pyramid that grows while the track is being read.

One thread pushes; any number of threads may ask meanwhile without a lock. What
is ready is published as one tuple of an array and a count, and an array never
changes below its published count.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block

Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]
#: Minimum, maximum and RMS, each (channels, columns).
Peaks = tuple[Float32Array, Float32Array, Float32Array]

#: Gives frames `start` to `stop` of the track, (frames, channels); fewer where there are no more.
SamplesReader = Callable[[int, int], Float32Array]

#: Frames in a cell at the bottom, and cells in a cell of the next level.
BOTTOM_FRAMES = 256
FACTOR = 4
LEVELS = 8
_FIRST_CAPACITY = 1024

#: Finer cells are made where somebody looks, for a chunk at a time, and so many chunks are remembered.
FINE_FRAMES = 32
CHUNK_FRAMES = 1 << 15
_REMEMBERED_CHUNKS = 64


class PeakPyramid:
    """Minimum, maximum and RMS of cells of 256, 1024, 4096, ... frames.

    Values are kept in half precision (0.05 %), which makes three hours of
    stereo at 44.1 kHz 30 MB. `samples` is read for columns narrower than a
    cell; without it they repeat cells.
    """

    def __init__(
        self,
        channels: int,
        expected_frames: int | None = None,
        samples: SamplesReader | None = None,
    ) -> None:
        self.channels = channels
        cells = 0 if expected_frames is None else -(-expected_frames // BOTTOM_FRAMES)
        self._levels = [_Level(channels, cells // FACTOR**level + 1) for level in range(LEVELS)]
        self._held = np.zeros((channels, 0), dtype=np.float32)
        self._samples = samples
        self._fine: dict[int, Float32Array] = {}
        self._sketch: tuple[IntArray, Float32Array] | None = None
        self._known_frames = 0

    @property
    def known_frames(self) -> int:
        """Frames pushed so far; beyond them there is the sketch, or nothing."""
        return self._known_frames

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames)."""
        audio = np.concatenate([self._held, block], axis=1) if self._held.shape[1] else block
        whole = audio.shape[1] // BOTTOM_FRAMES * BOTTOM_FRAMES
        if whole:
            self._levels[0].append(_cells_of(audio[:, :whole]))
            self._raise_levels(FACTOR)
        self._held = np.array(audio[:, whole:], dtype=np.float32)
        self._known_frames += block.shape[1]

    def finish(self) -> None:
        """End the track: the last, shorter cells are made."""
        if self._held.shape[1]:
            last = self._held[:, None]
            rms = np.sqrt(np.mean(np.square(last, dtype=np.float64), axis=2))
            self._levels[0].append(np.stack([last.min(axis=2), last.max(axis=2), rms]))
            self._held = self._held[:, :0]
        self._raise_levels(1)

    def sketch(self, frames: npt.ArrayLike, cells: npt.ArrayLike) -> None:
        """Set what is shown beyond `known_frames`: cells (3, channels, points) of short pieces at rising `frames`."""
        self._sketch = np.asarray(frames, dtype=np.intp), np.asarray(cells, dtype=np.float32)

    def range(self, start_frame: float, stop_frame: float, columns: int) -> Peaks:
        """Minimum, maximum and RMS of `columns` equal parts of a range, each (channels, columns) in float32.

        Where nothing is known (before the track, behind it, not yet read) all are 0.
        """
        frames_per_column = (stop_frame - start_frame) / columns
        edges = np.asarray(start_frame + frames_per_column * np.arange(columns + 1), dtype=np.float64)
        out = np.zeros((3, self.channels, columns), dtype=np.float32)
        known = self._known_frames
        if self._samples is not None and frames_per_column < 2 * FINE_FRAMES:
            self._fill_from_samples(out, edges, known, self._samples)
        elif self._samples is not None and frames_per_column < BOTTOM_FRAMES:
            self._fill_from_fine(out, edges / FINE_FRAMES, known // FINE_FRAMES, self._samples)
        else:
            self._fill_from_cells(out, edges, frames_per_column)
        self._fill_from_sketch(out, edges, known)
        return out[0], out[1], out[2]

    def _raise_levels(self, least: int) -> None:
        """Make the cells of the upper levels of `FACTOR` cells below each, or of at least `least`."""
        for lower, upper in zip(self._levels, self._levels[1:], strict=False):
            cells, count = lower.published
            first = upper.published[1] * FACTOR
            groups = -(-(count - first) // FACTOR) if least == 1 else (count - first) // FACTOR
            if groups > 0:
                below = cells[:, :, first : min(first + groups * FACTOR, count)].astype(np.float32)
                upper.append(_reduced(below, np.arange(groups) * FACTOR))

    def _fill_from_cells(self, out: Float32Array, edges: npt.NDArray[np.float64], frames_per_column: float) -> None:
        level = max((i for i in range(LEVELS) if BOTTOM_FRAMES * FACTOR**i <= frames_per_column), default=0)
        cells, count = self._levels[level].published
        columns, starts, stop = _segments(edges / (BOTTOM_FRAMES * FACTOR**level), count)
        if len(starts):
            first = starts[0]
            below = cells[:, :, first:stop].astype(np.float32)
            out[:, :, columns] = _reduced(below, starts - first)

    def _fill_from_samples(
        self, out: Float32Array, edges: npt.NDArray[np.float64], known: int, samples: SamplesReader
    ) -> None:
        columns, starts, stop = _segments(edges, known)
        if not len(starts):
            return
        first = starts[0]
        audio = np.ascontiguousarray(samples(int(first), int(stop)).T)
        starts = starts[starts < first + audio.shape[1]] - first
        columns = slice(columns.start, columns.start + len(starts))
        if len(starts):
            out[:, :, columns] = _reduced(np.stack([audio, audio, np.abs(audio)]), starts)

    def _fill_from_fine(
        self, out: Float32Array, edges: npt.NDArray[np.float64], count: int, samples: SamplesReader
    ) -> None:
        columns, starts, stop = _segments(edges, count)
        if not len(starts):
            return
        per_chunk = CHUNK_FRAMES // FINE_FRAMES
        first_chunk = int(starts[0]) // per_chunk
        chunks = [self._fine_chunk(chunk, samples) for chunk in range(first_chunk, -(-stop // per_chunk))]
        first = int(starts[0]) - first_chunk * per_chunk
        cells = np.concatenate(chunks, axis=2)[:, :, first : stop - first_chunk * per_chunk]
        out[:, :, columns] = _reduced(cells, starts - starts[0])

    def _fine_chunk(self, chunk: int, samples: SamplesReader) -> Float32Array:
        """The finer cells of a chunk of the track, as far as it is known."""
        remembered = self._fine.get(chunk)
        if remembered is not None:
            return remembered
        start = chunk * CHUNK_FRAMES
        is_whole = self._known_frames >= start + CHUNK_FRAMES
        audio = samples(start, min(start + CHUNK_FRAMES, self._known_frames)).T
        cells = _cells_of(np.ascontiguousarray(audio[:, : audio.shape[1] // FINE_FRAMES * FINE_FRAMES]), FINE_FRAMES)
        if is_whole:
            for old in list(self._fine)[: len(self._fine) + 1 - _REMEMBERED_CHUNKS]:
                self._fine.pop(old, None)
            self._fine[chunk] = cells
        return cells

    def _fill_from_sketch(self, out: Float32Array, edges: npt.NDArray[np.float64], known: int) -> None:
        if self._sketch is None:
            return
        frames, cells = self._sketch
        beyond = np.flatnonzero((edges[:-1] >= known) & (edges[:-1] <= frames[-1] + (frames[-1] - frames[-2])))
        nearest = np.searchsorted((frames[1:] + frames[:-1]) / 2, edges[beyond])
        out[:, :, beyond] = cells[:, :, nearest]


class _Level:
    """Cells (3, channels, n) that are appended to, and read by other threads up to the published count."""

    def __init__(self, channels: int, capacity: int) -> None:
        shape = (3, channels, max(capacity, _FIRST_CAPACITY))
        self.published = np.zeros(shape, dtype=np.float16), 0

    def append(self, new: npt.NDArray[np.floating]) -> None:
        cells, count = self.published
        total = count + new.shape[2]
        if total > cells.shape[2]:
            grown = np.zeros((*cells.shape[:2], max(2 * cells.shape[2], total)), dtype=np.float16)
            grown[:, :, :count] = cells[:, :, :count]
            cells = grown
        cells[:, :, count:total] = new
        self.published = cells, total


def _cells_of(audio: Block, cell_frames: int = BOTTOM_FRAMES) -> Float32Array:
    """Minimum, maximum, RMS of whole cells, (channels, n * cell_frames) to (3, channels, n)."""
    cells = audio.reshape(len(audio), -1, cell_frames)
    power = np.einsum("cnk,cnk->cn", cells, cells) / cell_frames
    return np.stack([cells.min(axis=2), cells.max(axis=2), np.sqrt(power)]).astype(np.float32)


def _reduced(cells: Float32Array, starts: IntArray) -> Float32Array:
    """Cells (3, channels, n) taken together from each start to the next (the last: to the end)."""
    counts = np.maximum(np.diff(starts, append=cells.shape[2]), 1)
    squares = np.add.reduceat(cells[2] * cells[2], starts, axis=1)
    lows = np.minimum.reduceat(cells[0], starts, axis=1)
    highs = np.maximum.reduceat(cells[1], starts, axis=1)
    return np.stack([lows, highs, np.sqrt(squares / counts)])


def _segments(edges: npt.NDArray[np.float64], count: int) -> tuple[slice, IntArray, int]:
    """Which columns lie within `count` cells, the first cell of each of them, and the end of the last."""
    whole = np.floor(edges).astype(np.intp)
    inside = np.flatnonzero((whole[:-1] < count) & (edges[1:] > 0.0))
    if not len(inside):
        return slice(0, 0), whole[:0], 0
    columns = slice(int(inside[0]), int(inside[-1]) + 1)
    starts = np.maximum(whole[columns], 0)
    stop = min(max(int(np.ceil(edges[columns.stop])), int(starts[-1]) + 1), count)
    return columns, starts, stop
