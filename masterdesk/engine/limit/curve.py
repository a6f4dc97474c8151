"""The gain curve: how far each cell is turned down so that nothing passes the ceiling.

Two curves are laid over the same required reduction, in dB. Each is at every
point at least what is required, and so is any mixture of the two:

- the fast one follows each peak closely and is gone a few milliseconds after it;
- the slow one holds through a period of the lowest bass and then recovers
  smoothly, so that a tone gets a constant gain.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from masterdesk.engine.limit.envelope import decode_levels
from masterdesk.engine.limit.grid import CHUNK_CELLS, cell_rate
from masterdesk.engine.limit.study import Study

Reduction = npt.NDArray[np.float32]

FAST_LOOK_MS = 0.5
FAST_RELEASE_MS = 2.0
SLOW_LOOK_MS = 3.0
SLOW_HOLD_MS = 25.0
SLOW_RELEASE_MS = 300.0
SLOW_SHARE = 0.35

#: Reduction left in the slow curve after this long is below 0.0001 dB, so a curve begun here joins the full one.
PREROLL_SECONDS = 4.0

_SMALLEST_DB = 1e-6


class _Follower:
    """One curve: peaks held, then let go exponentially (in dB), then smoothed over the lookahead."""

    def __init__(self, rate: float, look_ms: float, hold_ms: float, release_ms: float) -> None:
        self.look = max(1, round(look_ms * 1e-3 * rate))
        self.hold = round(hold_ms * 1e-3 * rate)
        self._decay = 1e3 / (release_ms * rate)
        self._last = math.log(_SMALLEST_DB)
        self.tail = np.zeros(0, dtype=np.float32)

    @property
    def is_idle(self) -> bool:
        return not self.tail.any()

    def skip(self) -> None:
        """Pass over cells in which nothing happens."""
        self._last = math.log(_SMALLEST_DB)
        self.tail = np.zeros_like(self.tail)

    def follow(self, required: Reduction, keep: int) -> Reduction:
        """Released peaks of the kept cells and the new ones; keeps the last `keep` of them."""
        fall = np.arange(1, required.size + 1) * self._decay
        level = np.log(np.maximum(required, _SMALLEST_DB), dtype=np.float64)
        level += fall
        level[0] = max(level[0], self._last)
        np.maximum.accumulate(level, out=level)
        level -= fall
        self._last = float(level[-1])
        released = np.exp(level).astype(np.float32)
        released[released < 2.0 * _SMALLEST_DB] = 0.0
        joined = np.concatenate([self.tail, released])
        self.tail = joined[-keep:].copy()
        return joined

    def smooth(self, released: Reduction) -> Reduction:
        """The curve: highest value over hold and lookahead, averaged over the lookahead (triangle)."""
        behind, ahead = self.hold + self.look + 1, self.look + 1
        highest = maximum_filter1d(released, behind + ahead + 1, origin=(behind + ahead) // 2 - ahead)
        once = uniform_filter1d(highest, self.look + 1)
        smooth: Reduction = uniform_filter1d(once, self.look + 1, origin=0 if self.look % 2 == 0 else -1)
        return smooth


def reduction_chunks(
    study: Study, drive_db: float, ceiling_dbtp: float, first_cell: int = 0
) -> Iterator[Reduction | None]:
    """Yield the reduction (>= 0 dB) of each `CHUNK_CELLS` cells from `first_cell` (a multiple) on.

    `None` stands for a chunk without any reduction.
    """
    rate = cell_rate(study.sample_rate)
    fast = _Follower(rate, FAST_LOOK_MS, 0.0, FAST_RELEASE_MS)
    slow = _Follower(rate, SLOW_LOOK_MS, SLOW_HOLD_MS, SLOW_RELEASE_MS)
    reach = slow.hold + 3 * slow.look + 8
    at = first_cell - reach
    for start in range(first_cell, study.cells, CHUNK_CELLS):
        codes = study.codes_between(at, start + CHUNK_CELLS + reach)
        at = start + CHUNK_CELLS + reach
        required = decode_levels(codes, drive_db - ceiling_dbtp)
        np.maximum(required, 0.0, out=required)
        if fast.is_idle and slow.is_idle and not required.any():
            for follower in (fast, slow):
                follower.tail = np.zeros(2 * reach, dtype=np.float32)
                follower.skip()
            yield None
            continue
        quick = fast.smooth(fast.follow(required, 2 * reach))
        curve = slow.smooth(slow.follow(required, 2 * reach))
        curve -= quick
        curve *= np.float32(SLOW_SHARE)
        curve += quick
        yield curve[reach : reach + CHUNK_CELLS]
