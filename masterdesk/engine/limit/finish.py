"""Checks limited audio at 16 times its rate and turns down what still passes the ceiling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.limit.grid import frames_from_cells
from masterdesk.engine.limit.oversample import interpolation_matrix

#: Peaks are kept this far below the ceiling, for meters that interpolate differently.
HEADROOM_DB = 0.03

#: Frames of context on either side that corrections of the middle may depend on.
CONTEXT_FRAMES = 2048

_FACTOR = 16
_HALF_FRAMES = 40
_BETA = 6.0
_PASSES = 6

Float32Array = npt.NDArray[np.float32]


def cell_peaks(audio: Block, cells: npt.NDArray[np.intp], cell: int) -> Float32Array:
    """Largest absolute 16-times interpolated value in each of some cells, over the channels."""
    matrix = interpolation_matrix(_FACTOR, cell, _HALF_FRAMES, _BETA)
    padded = np.pad(audio, ((0, 0), (_HALF_FRAMES, _HALF_FRAMES))).astype(np.float32, copy=False)
    runs = np.lib.stride_tricks.sliding_window_view(padded, cell + 2 * _HALF_FRAMES, axis=1)[:, ::cell]
    peaks = np.zeros(cells.size, dtype=np.float32)
    for channel in runs:
        values = matrix @ np.ascontiguousarray(channel[cells].T)
        np.maximum(peaks, np.abs(values, out=values).max(axis=0), out=peaks)
    return peaks


def gain_of(reduction_db: Float32Array, cell: int) -> Float32Array:
    """Linear gain of each frame."""
    return frames_from_cells(np.exp(reduction_db * np.float32(-np.log(10.0) / 20.0)), cell)


def correct(
    driven: Block, reduction_db: Float32Array, suspects: npt.NDArray[np.intp], cell: int, ceiling_dbtp: float
) -> Float32Array:
    """The reduction with which `driven` stays under the ceiling.

    `driven` has whole cells, one per value of `reduction_db`; `suspects` are the
    cells that may pass the ceiling.
    """
    ceiling = np.float32(10.0 ** ((ceiling_dbtp - HEADROOM_DB) / 20.0))
    width = max(2, 4 * 8 // cell)
    for step in range(_PASSES):
        if not suspects.size:
            break
        peaks = cell_peaks(driven * gain_of(reduction_db, cell), suspects, cell)
        over = peaks > ceiling
        if not over.any():
            break
        excess = np.zeros_like(reduction_db)
        excess[suspects[over]] = 20.0 * np.log10(peaks[over] / ceiling) * (1.0 + 0.25 * step) + 0.002
        reduction_db = reduction_db + _spread(excess, width)
        suspects = suspects[_near(excess, suspects, width)]
    return reduction_db


def _spread(excess: Float32Array, width: int) -> Float32Array:
    held = maximum_filter1d(excess, 2 * width + 1, mode="constant")
    spread: Float32Array = uniform_filter1d(held, 2 * width + 1, mode="constant")
    return spread


def _near(excess: Float32Array, suspects: npt.NDArray[np.intp], width: int) -> npt.NDArray[np.bool_]:
    """Suspects that a correction changed, and that must be looked at again."""
    touched: npt.NDArray[np.bool_] = maximum_filter1d(excess, 4 * width + 17, mode="constant")[suspects] > 0.0
    return touched
