"""The frequency weighting of ITU-R BS.1770-5 Annex 1, at any sample rate."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.block_recursion import BlockRecursion
from masterdesk.engine.dsp.processor import Block

# Parameters of the analog filters whose bilinear transforms at 48 kHz are the
# coefficients printed in the standard (Tables 1 and 2).
SHELF_HZ, SHELF_GAIN_DB, SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
SHELF_BAND_EXPONENT = 0.4996667741545416
HIGHPASS_HZ, HIGHPASS_Q = 38.13547087602444, 0.5003270373238773


def k_weighting_sos(sample_rate: float) -> npt.NDArray[np.float64]:
    """Second-order sections (2, 6) of the K-weighting: high shelf, then high-pass.

    At 48 kHz these are the standard's own coefficients to 1e-12; elsewhere the
    same analog filters. As in the standard (and in libebur128, ffmpeg and
    pyloudnorm) the high-pass has the numerator 1, -2, 1 at every rate, which
    holds the weighting within 0.05 dB of that at 48 kHz from 44.1 kHz up.
    """
    return np.array([_shelf(sample_rate), _highpass(sample_rate)])


def _shelf(sample_rate: float) -> list[float]:
    k = math.tan(math.pi * SHELF_HZ / sample_rate)
    high = 10.0 ** (SHELF_GAIN_DB / 20.0)
    band = high**SHELF_BAND_EXPONENT
    a0 = 1.0 + k / SHELF_Q + k * k
    numerator = [high + band * k / SHELF_Q + k * k, 2.0 * (k * k - high), high - band * k / SHELF_Q + k * k]
    denominator = [a0, 2.0 * (k * k - 1.0), 1.0 - k / SHELF_Q + k * k]
    return [value / a0 for value in numerator + denominator]


def _highpass(sample_rate: float) -> list[float]:
    k = math.tan(math.pi * HIGHPASS_HZ / sample_rate)
    a0 = 1.0 + k / HIGHPASS_Q + k * k
    return [1.0, -2.0, 1.0, 1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - k / HIGHPASS_Q + k * k) / a0]


class KWeighting:
    """The weighting as a streaming filter, in float64 or, for predictions only, in float32.

    It starts as if the first sample had been there before: a DC offset then
    weighs nothing, where a start from zero would measure its step.
    """

    def __init__(self, sample_rate: float, channels: int, dtype: npt.DTypeLike = np.float64) -> None:
        self._filter = BlockRecursion(k_weighting_sos(sample_rate), channels, dtype)
        self._has_started = False

    def process(self, block: Block) -> npt.NDArray[np.floating]:
        """Weight the next frames, (channels, frames) to (channels, frames)."""
        if not self._has_started and block.shape[1]:
            self._filter.settle(block[:, 0])
            self._has_started = True
        return self._filter.process(block)
