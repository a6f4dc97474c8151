"""True and sample peaks per channel, with the ballistics of a meter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.dsp.true_peak import CELL_FRAMES, HALF_FRAMES, interpolated_peaks, oversampling_for

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]

#: IEC 60268-18: a peak program level meter falls by 20 dB in 1.7 s. It rises at once.
FALL_DB_PER_S = 20.0 / 1.7
HOLD_S = 1.5
#: Levels below this are shown as silence, in dB.
LOWEST_DB = -144.0


class LivePeaks:
    """Largest |value| of every channel on and between samples (ITU-R BS.1770-5 Annex 2), block by block.

    What lies between the last 32 samples comes with the next block.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._oversampling = oversampling_for(sample_rate)
        self._held: Float32Array = np.zeros((channels, HALF_FRAMES), dtype=np.float32)

    def push(self, block: Block) -> tuple[FloatArray, FloatArray]:
        """Linear (true peaks, sample peaks) of the next frames, each (channels,)."""
        sample = np.abs(block).max(axis=1, initial=0.0).astype(np.float64)
        audio = np.concatenate([self._held, block], axis=1, dtype=np.float32)
        cells = max(audio.shape[1] - 2 * HALF_FRAMES, 0) // CELL_FRAMES
        self._held = audio[:, cells * CELL_FRAMES :].copy()
        if not cells or not audio.any():
            return sample, sample
        between = interpolated_peaks(audio[:, 1 : cells * CELL_FRAMES + 2 * HALF_FRAMES], self._oversampling)
        return np.maximum(between.max(axis=1), sample), sample


class Ballistics:
    """Levels in dB that rise at once and fall evenly, and levels that stand still for a while first."""

    def __init__(self, channels: int) -> None:
        self.level_db: FloatArray = np.full(channels, -np.inf)
        self.held_db: FloatArray = np.full(channels, -np.inf)
        self._age_s = np.zeros(channels)

    def push(self, peaks: FloatArray, duration_s: float) -> None:
        """Take the linear peaks (channels,) of the last `duration_s`."""
        with np.errstate(divide="ignore"):
            new = 20.0 * np.log10(peaks)
        fall = FALL_DB_PER_S * duration_s
        self.level_db = _silenced(np.maximum(self.level_db - fall, new))
        self._age_s += duration_s
        held = np.where(self._age_s > HOLD_S, self.held_db - fall, self.held_db)
        is_new = new >= held
        self._age_s[is_new] = 0.0
        self.held_db = _silenced(np.where(is_new, new, np.maximum(held, self.level_db)))


def _silenced(levels_db: FloatArray) -> FloatArray:
    return np.where(levels_db < LOWEST_DB, -np.inf, levels_db)
