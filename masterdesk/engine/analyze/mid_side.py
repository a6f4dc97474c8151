"""From the channels of a track to mid and side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block

#: Center and surround channels go into a stereo mix at -3 dB (ITU-R BS.775-4).
SHARED_GAIN = 0.5**0.5


def stereo_mix(channel_order: str, channels: int) -> npt.NDArray[np.float32]:
    """Matrix (2, channels) to left and right, from speaker names joined with `+`.

    Fronts keep their level, center and surrounds come in at -3 dB, LFE not at
    all. Channels without a name count as left and right in turn.
    """
    names = channel_order.split("+")
    if len(names) != channels:
        names = ["FL" if channel % 2 == 0 else "FR" for channel in range(channels)]
    return np.array([[_gain(name, side) for name in names] for side in "LR"], dtype=np.float32)


def _gain(name: str, side: str) -> float:
    if name.startswith("LFE"):
        return 0.0
    if name.endswith(side):
        return 1.0 if name == f"F{side}" else SHARED_GAIN
    return SHARED_GAIN if name.endswith("C") else 0.0


class MidSide:
    """Splits blocks into mid (L+R)/2 and side (L-R)/2; one channel is mid alone."""

    def __init__(self, channel_order: str, channels: int) -> None:
        self._mix = stereo_mix(channel_order, channels) if channels > 2 else None

    def split(self, block: Block) -> npt.NDArray[np.float32]:
        """(channels, frames) to (2, frames), or (1, frames) for a mono track."""
        if block.shape[0] == 1:
            return np.asarray(block, dtype=np.float32)
        left, right = block if self._mix is None else self._mix @ block
        parts = np.empty((2, block.shape[1]), dtype=np.float32)
        np.add(left, right, out=parts[0])
        np.subtract(left, right, out=parts[1])
        parts *= 0.5
        return parts
