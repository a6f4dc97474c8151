"""What the live meters say at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class LiveReadings:
    """Levels, loudness and stereo image of what was heard up to now.

    Arrays have one value per channel, -inf for silence; other readings are
    `None` where there is none yet. `peak_dbtp` and `peak_dbfs` (true and sample
    peak) rise at once and fall by 11.8 dB/s, `held_*` stand for 1.5 s first.
    "Since reset" are `max_*`, `integrated_lufs`, `range_lu` and `plr_db` (max
    true peak minus integrated). `psr_db` is the highest true peak of the last
    3 s minus their loudness. `correlation` (-1 .. +1) and `balance_db` (right
    minus left) are smoothed over 0.4 s. `goniometer` has the shape (2, points):
    x (R-L)/2 and y (L+R)/2 of the last 50 ms, within |x| + |y| <= 1 for audio
    within full scale: left points up left, mono straight up.
    """

    peak_dbtp: npt.NDArray[np.float64]
    peak_dbfs: npt.NDArray[np.float64]
    held_peak_dbtp: npt.NDArray[np.float64]
    held_peak_dbfs: npt.NDArray[np.float64]
    max_peak_dbtp: npt.NDArray[np.float64]
    max_true_peak_dbtp: float | None
    momentary_lufs: float | None
    short_term_lufs: float | None
    max_momentary_lufs: float | None
    max_short_term_lufs: float | None
    integrated_lufs: float | None
    range_lu: float | None
    plr_db: float | None
    psr_db: float | None
    correlation: float | None
    balance_db: float | None
    goniometer: npt.NDArray[np.float32]
