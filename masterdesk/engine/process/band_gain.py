"""From the power of one band to its gain, at control rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.envelope import FallingLevel, WindowSmoother
from masterdesk.engine.types.plan import BandDynamicsPlan

FloatArray = npt.NDArray[np.float64]


def smoothing_reach(smoothing_ms: float, step_s: float) -> int:
    """Steps on either side of the center of a window of `smoothing_ms`."""
    return max(1, round(smoothing_ms / 2000.0 / step_s))


class BandGain:
    """Power smoothed over a window, in dB, its fall slowed, through the gain curve, smoothed again.

    Both windows are centered, so the gain turns as a change comes and not after it. The linear gains that come
    out lie `2 * lookahead` steps behind the powers that went in.
    """

    def __init__(self, plan: BandDynamicsPlan, step_s: float, lookahead: int) -> None:
        reach = smoothing_reach(plan.smoothing_ms, step_s)
        self._levels_db, self._gains_db = plan.level_db, plan.gain_db
        lowest_db = float(plan.level_db[0])
        self._power = WindowSmoother(reach, lookahead, 0.0)
        self._level = FallingLevel(plan.release_db_per_s * step_s, lowest_db)
        self._gain = WindowSmoother(reach, lookahead, float(plan.gain_db[0]))
        self._lowest_power = 10.0 ** (lowest_db / 10.0)

    def push(self, powers: FloatArray) -> FloatArray:
        """One linear gain per power."""
        smooth = np.maximum(self._power.push(powers), self._lowest_power)
        level_db = self._level.push(10.0 * np.log10(smooth))
        gain_db = self._gain.push(np.interp(level_db, self._levels_db, self._gains_db))
        return np.asarray(10.0 ** (gain_db / 20.0))
