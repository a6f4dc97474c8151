"""Tone and width in one stage: a filter that changes slowly over time, without phase shift."""

from __future__ import annotations

import numpy as np
import scipy.fft

from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.process.shaper_filters import ShaperFilters
from masterdesk.engine.types.plan import TonePlan, WidthPlan

#: Windows transformed together: enough for the transform's vector units, few enough for the processor's cache.
BATCH_WINDOWS = 8


def shaper_preroll_frames(sample_rate: int) -> int:
    """Frames until no window reaches back before the start any more."""
    return 3 * _hop(sample_rate)


class ShaperStage:
    """Equalizer gains over time, for mid and side alike or apart.

    The track is cut into Hann windows of two hops, laid one hop apart from its first frame,
    which add up to the track itself. Each window is convolved with its own zero-phase
    filter of two hops length, in full (the transform is four hops long), and added
    up. So there is no aliasing in time, and where gains rest this is one fixed
    linear-phase filter. Between plan points filters are interpolated.
    """

    def __init__(
        self, tone: TonePlan | None, width: WidthPlan | None, sample_rate: int, channels: int, start_frame: int
    ) -> None:
        self._hop = _hop(sample_rate)
        self._filters = ShaperFilters(tone, width, sample_rate, self._hop)
        self._splits = width is not None
        self._window = _hann(2 * self._hop)
        self._windows = np.zeros((channels, BATCH_WINDOWS, 4 * self._hop), dtype=np.float32)
        self._chunks = Rechunker(GRID_FRAMES)
        self._position = start_frame - self._hop
        self._before = np.zeros((channels, self._hop), dtype=np.float32)
        self._tail = np.zeros((channels, 3, self._hop), dtype=np.float32)
        self._late = 2 * self._hop
        self._taken = self._given = 0

    def process(self, block: Block) -> Block:
        """Take the next frames, shape (channels, frames); return those that are ready."""
        self._taken += block.shape[1]
        return self._joined([self._through(chunk) for chunk in self._chunks.push(block)])

    def flush(self) -> Block:
        """Return the frames held back."""
        rest = self._chunks.rest()
        missing = self._taken - self._given
        held = 0 if rest is None else rest.shape[1]
        whole = -(-(held + 2 * self._hop) // self._hop) * self._hop
        padded = np.zeros((self._before.shape[0], whole), dtype=np.float32)
        if rest is not None:
            padded[:, :held] = rest
        return self._joined([self._through(padded)])[:, :missing]

    def _joined(self, parts: list[Block]) -> Block:
        whole = np.concatenate(parts, axis=1) if parts else self._before[:, :0]
        if self._late and whole.shape[1]:
            whole, self._late = whole[:, self._late :], 0
        self._given += whole.shape[1]
        return whole

    def _through(self, chunk: Block) -> Block:
        """Filter whole hops; what comes out lies two hops before what came in."""
        audio = np.concatenate([self._before, chunk], axis=1, dtype=np.float32)
        self._before = audio[:, -self._hop :].copy()
        if self._splits:
            audio = _mid_side(audio)
        added = self._filtered(audio)
        if self._splits:
            added = np.stack([added[0] + added[1], added[0] - added[1]])
        return added

    def _filtered(self, audio: Block) -> Block:
        """Every window of `audio` through its filter, added up with what earlier windows left over."""
        channels, count = audio.shape[0], audio.shape[1] // self._hop - 1
        parts = audio.reshape(channels, count + 1, self._hop)
        total = np.zeros((channels, count + 3, self._hop), dtype=np.float32)
        total[:, :3] = self._tail
        for first in range(0, count, BATCH_WINDOWS):
            last = min(first + BATCH_WINDOWS, count)
            filtered = self._convolved(parts[:, first : last + 1])
            for quarter in range(4):
                total[:, first + quarter : last + quarter] += filtered[:, :, quarter]
        self._tail = total[:, count:].copy()
        return total[:, :count].reshape(channels, count * self._hop)

    def _convolved(self, parts: Block) -> Block:
        """Windows over hops (channels, windows + 1, hop), each filtered: shape (channels, windows, 4, hop)."""
        hop, count = self._hop, parts.shape[1] - 1
        windows = self._windows[:, :count]
        np.multiply(parts[:, :-1], self._window[:hop], out=windows[:, :, hop : 2 * hop])
        np.multiply(parts[:, 1:], self._window[hop:], out=windows[:, :, 2 * hop : 3 * hop])
        spectra = scipy.fft.rfft(windows, axis=2)
        self._filters.apply(spectra, self._position + hop * np.arange(count))
        self._position += count * hop
        filtered = scipy.fft.irfft(spectra, n=4 * hop, axis=2, overwrite_x=True)
        return np.asarray(filtered).reshape(len(parts), count, 4, hop)


def _hop(sample_rate: int) -> int:
    return frames_at(sample_rate, 2048)


def _hann(frames: int) -> Block:
    return (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(frames) / frames)).astype(np.float32)


def _mid_side(audio: Block) -> Block:
    return np.stack([audio[0] + audio[1], audio[0] - audio[1]]) * np.float32(0.5)
