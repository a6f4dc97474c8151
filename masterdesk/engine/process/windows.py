"""The spectra of a track's overlapping windows: the part of the shaper that all its settings share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker

#: Windows transformed together: enough for the transform's vector units, few enough for the processor's cache.
BATCH_WINDOWS = 4


@dataclass(frozen=True, eq=False)
class WindowSpectra:
    """Spectra of consecutive windows of two hops, one hop apart; nobody may write to them.

    `batches` are complex64 arrays of shape (channels, windows, bins), of mid and side where
    the track is stereo. The first window begins at frame `start` of the track. `frames`
    is how many frames of output these windows complete: up to half a filter before the next window.
    """

    start: int
    batches: tuple[npt.NDArray[np.complexfloating], ...]
    frames: int


def hop_frames(sample_rate: int) -> int:
    """Frames from one window to the next: 4096 at 44.1 and 48 kHz, several to each point of a plan."""
    return frames_at(sample_rate, 4096)


def half_filter_frames(sample_rate: int) -> int:
    """Frames that a filter reaches to either side: 2048 at 44.1 and 48 kHz, enough to bend 30 Hz."""
    return hop_frames(sample_rate) // 2


def transform_frames(sample_rate: int) -> int:
    """Length of the transform: a window of two hops, and room for the filter on either side."""
    return 2 * (hop_frames(sample_rate) + half_filter_frames(sample_rate))


def window_spectra(blocks: Iterable[Block], sample_rate: int, channels: int) -> Iterator[WindowSpectra]:
    """Transform a whole track, blocks of shape (channels, frames)."""
    transform = WindowTransform(sample_rate, channels, start_frame=0)
    for block in blocks:
        yield from transform.push(block)
    yield from transform.flush()


class WindowTransform:
    """Cuts a track into Hann windows of two hops, laid one hop apart from its first frame, and transforms them.

    The windows add up to the track. Each is transformed with room on either side, so that a
    filter can be applied in full.
    """

    def __init__(self, sample_rate: int, channels: int, start_frame: int) -> None:
        self._hop = hop_frames(sample_rate)
        self._hann = _hann(2 * self._hop)
        self._half = half_filter_frames(sample_rate)
        self._windows = np.zeros((channels, BATCH_WINDOWS, transform_frames(sample_rate)), dtype=np.float32)
        self._chunks = Rechunker(GRID_FRAMES)
        self._before = np.zeros((channels, self._hop), dtype=np.float32)
        self._start = start_frame - self._hop
        self._late = self._hop + self._half
        self._taken = self._completed = 0

    def push(self, block: Block) -> Iterator[WindowSpectra]:
        """Take the next frames; yield the windows that are now complete."""
        self._taken += block.shape[1]
        for chunk in self._chunks.push(block):
            yield self._transformed(chunk)

    def flush(self) -> Iterator[WindowSpectra]:
        """Yield the last windows; their `frames` end with the track."""
        rest = self._chunks.rest()
        held = 0 if rest is None else rest.shape[1]
        whole = -(-(held + self._hop + self._half) // self._hop) * self._hop
        padded = np.zeros((self._before.shape[0], whole), dtype=np.float32)
        if rest is not None:
            padded[:, :held] = rest
        yield self._transformed(padded)

    def _transformed(self, chunk: Block) -> WindowSpectra:
        audio = np.concatenate([self._before, chunk], axis=1, dtype=np.float32)
        self._before = audio[:, -self._hop :].copy()
        count = audio.shape[1] // self._hop - 1
        parts = (_mid_side(audio) if len(audio) == 2 else audio).reshape(len(audio), count + 1, self._hop)
        starts = range(0, count, BATCH_WINDOWS)
        batches = tuple(self._spectra(parts[:, first : first + BATCH_WINDOWS + 1]) for first in starts)
        start, self._start = self._start, self._start + count * self._hop
        return WindowSpectra(start, batches, self._completes(count * self._hop))

    def _spectra(self, parts: Block) -> npt.NDArray[np.complexfloating]:
        """Windows over hops, (channels, windows + 1, hop), transformed."""
        hop, middle, windows = self._hop, self._half + self._hop, self._windows[:, : parts.shape[1] - 1]
        np.multiply(parts[:, :-1], self._hann[:hop], out=windows[:, :, self._half : middle])
        np.multiply(parts[:, 1:], self._hann[hop:], out=windows[:, :, middle : middle + hop])
        return np.asarray(scipy.fft.rfft(windows, axis=2))

    def _completes(self, frames: int) -> int:
        late, self._late = self._late, 0
        ready = min(frames - late, self._taken - self._completed)
        self._completed += ready
        return ready


def _hann(frames: int) -> Block:
    return (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(frames) / frames)).astype(np.float32)


def _mid_side(audio: Block) -> Block:
    return np.stack([audio[0] + audio[1], audio[0] - audio[1]]) * np.float32(0.5)
