"""Sample-rate conversion: the one door to soxr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import soxr

from masterdesk.engine.dsp.processor import Block

#: soxr's best recipe: aliases lie below -190 dB, the passband reaches 0.95 of Nyquist.
QUALITY = "VHQ"


def resampled_frames(frames: int, from_rate: int, to_rate: int) -> int:
    """How many frames `frames` at `from_rate` (Hz) become at `to_rate`: the nearest number, at least 1 of any."""
    return max((frames * to_rate + from_rate // 2) // from_rate, min(frames, 1))


def resample(blocks: Iterable[Block], from_rate: int, to_rate: int) -> Iterator[Block]:
    """Convert blocks of shape (channels, frames) from `from_rate` to `to_rate` (Hz), delay removed.

    The sum of the frames is `resampled_frames` of what came in, and the samples
    do not depend on how the input was cut. At equal rates the blocks pass untouched.
    """
    if from_rate == to_rate:
        yield from blocks
        return
    stream = None
    frames_in = frames_out = channels = 0
    dtype: np.dtype[np.floating] = np.dtype(np.float32)
    for block in blocks:
        if stream is None:
            channels, dtype = block.shape[0], block.dtype
            stream = soxr.ResampleStream(from_rate, to_rate, channels, dtype=dtype.name, quality=QUALITY)
        frames_in += block.shape[1]
        out = stream.resample_chunk(np.ascontiguousarray(block.T))
        frames_out += len(out)
        if len(out):
            yield np.ascontiguousarray(out.T)
    if stream is not None:
        missing = resampled_frames(frames_in, from_rate, to_rate) - frames_out
        tail = _tail(stream.resample_chunk(np.zeros((0, channels), dtype), last=True), missing)
        if len(tail):
            yield np.ascontiguousarray(tail.T)


def _tail(tail: Block, missing: int) -> Block:
    """Exactly the frames that are missing: soxr may round the length the other way."""
    if len(tail) >= missing:
        return tail[:missing]
    return np.pad(tail, ((0, missing - len(tail)), (0, 0)))
