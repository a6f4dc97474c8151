"""Where the sound stands between left and right, now."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.units import POWER_FLOOR

SMOOTHING_S = 0.4
GONIOMETER_S = 0.05
MAX_POINTS = 2000
#: A channel this much weaker than the other is silent: there is no balance or correlation to speak of.
SILENT_CHANNEL = 1e-7


class StereoField:
    """Correlation and balance of exponentially smoothed powers, and the points of a goniometer.

    One channel counts as the same signal left and right.
    """

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._left = self._right = self._cross = 0.0
        self._recent: npt.NDArray[np.float32] = np.zeros((2, 0), dtype=np.float32)

    def push(self, block: Block) -> None:
        """Take the next frames, (1 or 2, frames)."""
        frames = block.shape[1]
        self._fade(frames / self._rate)
        left, right = block[0], block[-1]
        self._left += float(left @ left)
        self._right += float(right @ right)
        self._cross += float(left @ right)
        new = np.stack([left, right]).astype(np.float32, copy=False)
        self._recent = np.concatenate([self._recent, new], axis=1)[:, -round(GONIOMETER_S * self._rate) :]

    def rest(self, duration_s: float) -> None:
        """Nothing is heard for a while."""
        self._fade(duration_s)
        self._recent = self._recent[:, round(duration_s * self._rate) :]

    @property
    def correlation(self) -> float | None:
        """Correlation of left and right, -1 to +1; `None` where one of them is silent."""
        if not self._has_both:
            return None
        return max(-1.0, min(1.0, self._cross / math.sqrt(self._left * self._right)))

    @property
    def balance_db(self) -> float | None:
        """Right minus left power in dB; `None` where one of them is silent."""
        return 10.0 * math.log10(self._right / self._left) if self._has_both else None

    def goniometer(self) -> npt.NDArray[np.float32]:
        """Points (2, n) of the last 50 ms: x (R-L)/2, y (L+R)/2; at most 2000."""
        stride = -(-self._recent.shape[1] // MAX_POINTS) or 1
        left, right = self._recent[:, ::stride]
        return np.stack([right - left, left + right]) * np.float32(0.5)

    @property
    def _has_both(self) -> bool:
        low, high = sorted((self._left, self._right))
        return low > POWER_FLOOR * self._rate and low > SILENT_CHANNEL * high

    def _fade(self, duration_s: float) -> None:
        kept = math.exp(-duration_s / SMOOTHING_S)
        self._left, self._right, self._cross = self._left * kept, self._right * kept, self._cross * kept
