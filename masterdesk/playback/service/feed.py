"""Brings the mixer's frames into the form that a sound card takes: its rate, its channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np

from masterdesk.playback.ledger import Ledger
from masterdesk.playback.mix.mixer import Mixer
from masterdesk.playback.mix.ramp import MAX_FRAMES
from masterdesk.playback.values import Frames

#: Tells when a frame of the mixer, counted since the stream began, is heard.
TimeOf = Callable[[int], float]

#: Frames that are mixed at a time for the resampler.
_CONVERTED_FRAMES = 1024


class Feed(Protocol):
    """Fills a stereo block with what comes next."""

    def fill(self, out: Frames, time_of: TimeOf) -> None:
        """Fill `out` (frames, 2) float32."""
        ...


class DirectFeed:
    """The mixer itself."""

    def __init__(self, mixer: Mixer, ledger: Ledger) -> None:
        self._mixer, self._ledger = mixer, ledger
        self._frames = 0

    def fill(self, out: Frames, time_of: TimeOf) -> None:
        """See `Feed`."""
        for start in range(0, len(out), MAX_FRAMES):
            piece = out[start : start + MAX_FRAMES]
            self._ledger.begin_block(time_of(self._frames))
            self._mixer.render(piece, self._ledger)
            self._frames += len(piece)
        mixer = self._mixer
        self._ledger.publish(mixer.position, mixer.seek_serial, mixer.stopped_serial, mixer.ended)


class ConvertedFeed:
    """The mixer at another sample rate, for cards that refuse the track's."""

    def __init__(self, feed: DirectFeed, from_rate: int, to_rate: int) -> None:
        from masterdesk.engine.dsp.resample import resample

        self._feed = feed
        self._time_of: TimeOf = lambda frame: 0.0
        self._left = np.empty((0, 2), dtype=np.float32)
        self._blocks = resample(self._mixed(), from_rate, to_rate)

    def fill(self, out: Frames, time_of: TimeOf) -> None:
        """See `Feed`."""
        self._time_of = time_of
        filled = 0
        while filled < len(out):
            if not len(self._left):
                self._left = next(self._blocks).T
            part = self._left[: len(out) - filled]
            out[filled : filled + len(part)] = part
            self._left = self._left[len(part) :]
            filled += len(part)

    def _mixed(self) -> Iterator[Frames]:
        block = np.empty((_CONVERTED_FRAMES, 2), dtype=np.float32)
        while True:
            self._feed.fill(block, self._time_of)
            yield block.T


class MonoFeed:
    """Left and right in equal parts, for cards with one channel; fills a block of shape (frames, 1)."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._stereo = np.empty((MAX_FRAMES, 2), dtype=np.float32)

    def fill(self, out: Frames, time_of: TimeOf) -> None:
        """Fill `out` (frames, 1), at most `MAX_FRAMES`."""
        stereo = self._stereo[: len(out)]
        self._feed.fill(stereo, time_of)
        np.mean(stereo, axis=1, keepdims=True, out=out)
