"""What every encoder does, and what all of them need."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from masterdesk.engine.types.delivery import Delivery

Samples = npt.NDArray[Any]


class Encoder(Protocol):
    """Turns samples into the bytes of one file, which go to the `Sink` it was made with."""

    def put(self, samples: Samples) -> None:
        """Encode samples of shape (channels, frames): int32 words from the quantizer, or floating point."""
        ...

    def finish(self) -> None:
        """Write what was held back, and the final header."""
        ...

    def release(self) -> None:
        """Free what is held; the file is of no use any more. May be called in any state."""
        ...


def interleaved(samples: Samples, dtype: type[np.generic] | None = None) -> Samples:
    """(channels, frames) to contiguous (frames, channels); costs nothing for words from the quantizer."""
    return np.ascontiguousarray(samples.T, dtype=dtype)


def needed_bytes(delivery: Delivery, frames: int) -> int:
    """About how large a file becomes; for a packed lossless codec the most it can be."""
    if delivery.bit_depth is not None:
        return frames * delivery.channels * delivery.bit_depth // 8
    return frames * (delivery.bit_rate_kbps or 0) * 125 // delivery.sample_rate
