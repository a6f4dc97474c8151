"""The spectra of a track's overlapping windows, on which the shaper works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.gain_filters import half_filter_frames
from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.dsp.silence import sounding_parts

#: Windows transformed together: enough for the transform's vector units, few enough for the processor's cache.
BATCH_WINDOWS = 2


@dataclass(frozen=True, eq=False)
class WindowSpectra:
    """Spectra of consecutive windows, one hop apart.

    `batches` are complex64 arrays of shape (channels, windows, bins), of mid and side where
    the track is stereo. The first window begins at frame `start` of the track. `frames`
    is how many frames of output these windows complete: up to half a filter before the next window.
    `is_silent` tells of each half filter from half a filter before `start` on whether no sound reaches it.
    """

    start: int
    batches: tuple[npt.NDArray[np.complexfloating], ...]
    frames: int
    is_silent: npt.NDArray[np.bool_]


def hop_frames(sample_rate: int) -> int:
    """Frames from one window to the next: 16384 at 44.1 and 48 kHz, at least one to each point of a plan."""
    return min(frames_at(sample_rate, 16384), GRID_FRAMES)


def fade_frames(sample_rate: int) -> int:
    """Frames over which a window gives way to the next: 4096 at 44.1 and 48 kHz, as long as a filter."""
    return 2 * half_filter_frames(sample_rate)


def window_frames(sample_rate: int) -> int:
    """Length of a window: a hop, and the fade into the next."""
    return hop_frames(sample_rate) + fade_frames(sample_rate)


def transform_frames(sample_rate: int) -> int:
    """Length of the transform: a window, and room for the filter on either side."""
    return window_frames(sample_rate) + 2 * half_filter_frames(sample_rate)


class WindowTransform:
    """Cuts a track into windows that fade into each other, laid one hop apart from its first frame on.

    The windows add up to the track. Each is transformed with room on either side, so that a
    filter can be applied in full.
    """

    def __init__(self, sample_rate: int, channels: int, start_frame: int) -> None:
        self._hop, self._fade = hop_frames(sample_rate), fade_frames(sample_rate)
        self._shape = _shape(self._hop, self._fade)
        self._half = half_filter_frames(sample_rate)
        self._windows = np.zeros((channels, BATCH_WINDOWS, transform_frames(sample_rate)), dtype=np.float32)
        self._chunks = Rechunker(GRID_FRAMES)
        self._before = np.zeros((channels, self._fade), dtype=np.float32)
        self._sounded = np.zeros(2, dtype=np.bool_)
        self._start = start_frame - self._fade
        self._late = self._fade + self._half
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
        whole = -(-(held + self._fade + self._half) // self._hop) * self._hop
        padded = np.zeros((self._before.shape[0], whole), dtype=np.float32)
        if rest is not None:
            padded[:, :held] = rest
        yield self._transformed(padded)

    def _transformed(self, chunk: Block) -> WindowSpectra:
        audio = np.concatenate([self._before, chunk], axis=1, dtype=np.float32)
        self._before = audio[:, -self._fade :].copy()
        count = chunk.shape[1] // self._hop
        mixed = _mid_side(audio) if len(audio) == 2 else audio
        windows = np.lib.stride_tricks.sliding_window_view(mixed, self._shape.size, axis=1)[:, :: self._hop]
        starts = range(0, count, BATCH_WINDOWS)
        batches = tuple(self._spectra(windows[:, first : first + BATCH_WINDOWS]) for first in starts)
        start, self._start = self._start, self._start + count * self._hop
        return WindowSpectra(start, batches, self._completes(count * self._hop), self._silent(audio))

    def _spectra(self, windows: Block) -> npt.NDArray[np.complexfloating]:
        """Windows (channels, windows, frames), shaped and transformed."""
        padded = self._windows[:, : windows.shape[1]]
        np.multiply(windows, self._shape, out=padded[:, :, self._half : self._half + self._shape.size])
        return np.asarray(scipy.fft.rfft(padded, axis=2))

    def _silent(self, audio: Block) -> npt.NDArray[np.bool_]:
        """For every half filter that is complete with `audio` whether it and its neighbors are silent."""
        sounding = np.concatenate([self._sounded, sounding_parts(audio, self._half)])
        count = (audio.shape[1] - self._fade) // self._half
        self._sounded = sounding[count : count + 2]
        return np.asarray(~(sounding[:count] | sounding[1 : count + 1] | sounding[2 : count + 2]))

    def _completes(self, frames: int) -> int:
        late, self._late = self._late, 0
        ready = min(frames - late, self._taken - self._completed)
        self._completed += ready
        return ready


def _shape(hop: int, fade: int) -> npt.NDArray[np.float32]:
    """A window that rises as the one before falls, so that both add up to 1."""
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(fade) + 0.5) / fade)
    return np.concatenate([rise, np.ones(hop - fade), rise[::-1]]).astype(np.float32)


def _mid_side(audio: Block) -> Block:
    return np.stack([audio[0] + audio[1], audio[0] - audio[1]]) * np.float32(0.5)
