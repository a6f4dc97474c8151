"""Smoothing of curves over time, over frequency, and into bounds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def over_time(rows: FloatArray, deviation_points: float) -> FloatArray:
    """Each row smoothed by a Gaussian, its ends held."""
    reach = int(np.ceil(3.0 * deviation_points))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation_points) ** 2)
    kernel /= kernel.sum()
    padded = np.pad(rows, ((0, 0), (reach, reach)), mode="edge")
    return np.stack([np.convolve(row, kernel, mode="valid") for row in padded])


def over_bands(gains: FloatArray) -> FloatArray:
    """Gains (bands, ...) smoothed over an octave or so, the ends held."""
    padded = np.concatenate([gains[:1], gains[:1], gains, gains[-1:], gains[-1:]])
    weights = (0.0625, 0.25, 0.375, 0.25, 0.0625)
    return np.asarray(sum(weight * padded[i : i + len(gains)] for i, weight in enumerate(weights)))


def bounded(gains: FloatArray, lowest: npt.ArrayLike, highest: npt.ArrayLike) -> FloatArray:
    """Gains as they are up to three quarters of their bounds (`lowest` < 0 < `highest`), nearing these beyond."""
    bound = np.where(gains > 0.0, highest, -np.asarray(lowest, dtype=np.float64))
    size = np.abs(gains) / np.maximum(bound, 1e-9)
    bent = np.where(size > 0.75, 0.75 + 0.25 * np.tanh((size - 0.75) / 0.25), size)
    return np.asarray(np.sign(gains) * bent * bound)


def slope_limited(gains: FloatArray, steps: FloatArray) -> FloatArray:
    """The mean of the lowest curve above and the highest below `gains` (bands,) that differ by at most `steps` (>= 0,
    bands - 1) from one band to the next (McShane 1934, Extension of range of functions, theorem 1: both exist, and
    what keeps its steps is left as it is).
    """
    at = np.concatenate([[0.0], np.cumsum(steps)])
    apart = np.abs(np.subtract.outer(at, at))
    return np.asarray(0.5 * ((gains - apart).max(axis=1) + (gains + apart).min(axis=1)))
