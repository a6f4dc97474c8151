"""A long file in outline, before it is read: short pieces of it, as many as can be read in a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from masterdesk.engine.decode import AudioSource
from masterdesk.engine.progress import Progress

#: How long a sketch may take, in seconds; of how many pieces it is at most, and how many frames each of them has.
SKETCH_S = 0.2
SKETCH_POINTS = 512
SKETCH_FRAMES = 2048
#: Files shorter than this, in seconds, are read faster than sketched.
SKETCH_FROM_S = 120.0


def is_worth_sketching(source: AudioSource) -> bool:
    """Whether a file is long, and its frames can be reached without decoding what lies before them."""
    frames, is_seekable = source.expected_frames, source.format.codec.startswith("pcm_")
    return frames is not None and is_seekable and frames >= SKETCH_FROM_S * source.format.sample_rate


def sketched(source: AudioSource, progress: Progress) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Pieces all over a file, coarse first, until time is up: the frames at which they begin, and their values.

    Those are minimum, maximum and RMS, (3, channels, pieces), for `PeakPyramid.sketch`.
    """
    frames, started = source.expected_frames or 0, time.monotonic()
    found: dict[int, npt.NDArray[np.float32]] = {}
    for point in _bit_reversed(SKETCH_POINTS):
        if len(found) > 1 and time.monotonic() - started > SKETCH_S:
            break
        progress.advance(0.0)
        start = point * (frames - SKETCH_FRAMES) // SKETCH_POINTS
        for block in source.blocks(start, start + SKETCH_FRAMES, SKETCH_FRAMES):
            rms = np.sqrt(np.mean(np.square(block), axis=1))
            found[start] = np.stack([block.min(axis=1), block.max(axis=1), rms])
    at = sorted(found)
    return np.array(at, dtype=np.intp), np.stack([found[start] for start in at], axis=2)


def _bit_reversed(count: int) -> Iterator[int]:
    """0 to `count` - 1 (a power of two), so that any first part of them is spread evenly."""
    bits = count.bit_length() - 1
    return (int(f"{number:0{bits}b}"[::-1], 2) for number in range(count))
