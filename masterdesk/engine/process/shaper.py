"""Tone and width in one stage: a filter that changes slowly over time, without phase shift."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.gain_filters import half_filter_frames
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.process.shaper_filters import ShaperFilters
from masterdesk.engine.process.windows import (
    WindowSpectra,
    WindowTransform,
    fade_frames,
    hop_frames,
    transform_frames,
    window_frames,
)
from masterdesk.engine.types.plan import TonePlan, WidthPlan


def shaper_preroll_frames(sample_rate: int) -> int:
    """Frames until no window reaches back before the start any more."""
    return window_frames(sample_rate) + half_filter_frames(sample_rate)


class ShaperStage:
    """Equalizer gains over time, for mid and side alike or apart. A `Processor`."""

    def __init__(
        self, tone: TonePlan | None, width: WidthPlan | None, sample_rate: int, channels: int, start_frame: int
    ) -> None:
        self._transform = WindowTransform(sample_rate, channels, start_frame)
        self._shaper = Shaper(tone, width, sample_rate, channels)

    def process(self, block: Block) -> Block:
        """Take the next frames, shape (channels, frames); return those that are ready."""
        return self._shaped(self._transform.push(block))

    def flush(self) -> Block:
        """Return the frames held back."""
        return self._shaped(self._transform.flush())

    def _shaped(self, spectra: Iterable[WindowSpectra]) -> Block:
        return np.concatenate([self._shaper.nothing, *map(self._shaper.shape, spectra)], axis=1)


class Shaper:
    """The second half of the stage: filters on spectra, and back to audio.

    Each window is convolved with its own zero-phase filter, in full, and added up. So there is
    no aliasing in time, and where gains rest this is one fixed linear-phase filter.
    Between plan points filters are interpolated.
    """

    def __init__(self, tone: TonePlan | None, width: WidthPlan | None, sample_rate: int, channels: int) -> None:
        self._hop = hop_frames(sample_rate)
        self._part = half_filter_frames(sample_rate)
        self._size = transform_frames(sample_rate)
        self._filters = ShaperFilters(tone, width, sample_rate)
        self._tail = np.zeros((channels, (self._size - self._hop) // self._part, self._part), dtype=np.float32)
        self._middle = window_frames(sample_rate) // 2
        self._late = fade_frames(sample_rate) + self._part

    @property
    def nothing(self) -> Block:
        """A block of no frames."""
        return np.zeros((len(self._tail), 0), dtype=np.float32)

    def shape(self, spectra: WindowSpectra) -> Block:
        """The frames that the next windows complete, shape (channels, frames)."""
        added = self._added(spectra)
        out = np.stack([added[0] + added[1], added[0] - added[1]]) if len(added) == 2 else added
        late, self._late = self._late, 0
        return out[:, late : late + spectra.frames]

    def _added(self, spectra: WindowSpectra) -> Block:
        """Every window through its filter, added up with what earlier windows left over."""
        count = sum(batch.shape[1] for batch in spectra.batches)
        per_hop = self._hop // self._part
        total = np.zeros((len(self._tail), count * per_hop + self._tail.shape[1], self._part), dtype=np.float32)
        total[:, : self._tail.shape[1]] = self._tail
        first = 0
        for batch in spectra.batches:
            filtered = self._filtered(batch, spectra.start + first * self._hop)
            parts, stop = total[:, first * per_hop :], batch.shape[1] * per_hop
            for part in range(filtered.shape[2]):
                parts[:, part : part + stop : per_hop] += filtered[:, :, part]
            first += batch.shape[1]
        self._tail = total[:, count * per_hop :].copy()
        done = total[:, : count * per_hop]
        if spectra.is_silent.any():
            done[:, spectra.is_silent] = 0.0  # rounding leaves traces of what else is in a window
        return done.reshape(len(total), count * self._hop)

    def _filtered(self, batch: npt.NDArray[np.complexfloating], start: int) -> Block:
        """Windows back in time, in parts of half a filter: (channels, windows, parts, frames)."""
        channels, count, _ = batch.shape
        spectra = self._filters.applied(batch, start + self._middle + self._hop * np.arange(count))
        windows = scipy.fft.irfft(spectra, n=self._size, axis=2, overwrite_x=True)
        return np.asarray(windows).reshape(channels, count, -1, self._part)
