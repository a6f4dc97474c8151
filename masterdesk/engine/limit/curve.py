"""The gain curve: how far each cell is turned down so that nothing passes the ceiling."""

from __future__ import annotations

import numpy as np

from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.limit.envelope import decode_levels
from masterdesk.engine.limit.finish import HEADROOM_DB
from masterdesk.engine.limit.follower import FAST, MIDDLE, SLOW, Reduction
from masterdesk.engine.limit.grid import CHUNK_CELLS, cell_rate
from masterdesk.engine.limit.study import Study

#: Reduction aims this far below the ceiling: under what the check afterwards lets pass, so that it seldom corrects.
AIM_DB = HEADROOM_DB + 0.015


def reduction(study: Study, drive_db: float, ceiling_dbtp: float, chunk: int) -> Reduction | None:
    """Reduction (>= 0 dB) of the `CHUNK_CELLS` cells of a chunk, counted from 0; `None` if it is 0 throughout."""
    rate = cell_rate(study.sample_rate)
    reach = SLOW.reach(rate)
    first = chunk * CHUNK_CELLS
    codes = study.codes_between(first - reach, first + CHUNK_CELLS + reach)
    if decode_levels(codes.max(keepdims=True), drive_db - ceiling_dbtp)[0] <= 0.0:
        return None
    required = decode_levels(codes, drive_db - ceiling_dbtp + AIM_DB)
    np.maximum(required, 0.0, out=required)
    shares = study.mixture.between(first, first + CHUNK_CELLS, _limited_chunks(required, study.cell_frames, reach))
    return _mixed(required, *shares, rate, reach)


def _limited_chunks(required: Reduction, cell: int, reach: int) -> list[bool]:
    """Whether anything is required within reach of each `GRID_FRAMES`; elsewhere all curves are 0."""
    size = GRID_FRAMES // cell
    return [bool(required[first : first + size + 2 * reach].any()) for first in range(0, CHUNK_CELLS, size)]


def _mixed(required: Reduction, middle: Reduction, slow: Reduction, rate: float, reach: int) -> Reduction:
    """Fast, plus `middle` of the way from fast to middle, plus `slow` of the way from middle to slow."""
    inner = slice(reach, reach + CHUNK_CELLS)
    fast = FAST.follow(required, rate)[inner]
    if not middle.any():
        return fast
    if np.array_equal(middle, slow):
        return fast + slow * (SLOW.follow(required, rate)[inner] - fast)
    between = MIDDLE.follow(required, rate)[inner]
    mixed: Reduction = fast + middle * (between - fast)
    if slow.any():
        mixed += slow * (SLOW.follow(required, rate)[inner] - between)
    return mixed
