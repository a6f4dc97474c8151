"""How many bits of the container the samples really use."""

from __future__ import annotations

import numpy as np

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.types.audio_format import AudioFormat

#: Word lengths that samples are found to have been rounded to.
COMMON_BITS = (8, 16, 20)
QUICK_LOOK_FRAMES = 512


class WordLengthMeter:
    """Finds the shortest of the common word lengths, below the stored one, that holds every sample."""

    def __init__(self, audio_format: AudioFormat) -> None:
        depth = audio_format.bit_depth if audio_format.is_lossless and audio_format.bit_depth else 0
        self._candidates = [bits for bits in COMMON_BITS if bits < depth]
        self._sounds = False

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames), in float32."""
        while self._candidates and not _fits(block, self._candidates[0]):
            self._candidates.pop(0)
        self._sounds = self._sounds or bool(self._candidates and block.any())

    def finish(self) -> int | None:
        """The shorter word length in bits, or `None` where the samples need what the container offers."""
        return self._candidates[0] if self._candidates and self._sounds else None


def _fits(block: Block, bits: int) -> bool:
    return _is_whole(block[:, :QUICK_LOOK_FRAMES], bits) and _is_whole(block[:, QUICK_LOOK_FRAMES:], bits)


def _is_whole(block: Block, bits: int) -> bool:
    steps = block * np.float32(2.0 ** (bits - 1))
    return bool((steps == np.rint(steps)).all())
