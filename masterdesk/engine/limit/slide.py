"""Sliding maxima and means by doubling: a few passes over the array, and a memory that ends exactly."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]


def released(values: Float32Array, decay: float, length: int) -> Float32Array:
    """Largest of the last `length` (a power of two) values, each decayed by `decay` (0 .. 1) per step since.

    Values are >= 0. With a long enough `length` this is peak hold with
    exponential release. Before the first value there are zeros.
    """
    out = values.copy()
    shifted = np.empty_like(out)
    step = 1
    while step < length:
        np.multiply(out[:-step], np.float32(decay**step), out=shifted[step:])
        np.maximum(out[step:], shifted[step:], out=out[step:])
        step *= 2
    return out


def highest(values: Float32Array, behind: int, ahead: int) -> Float32Array:
    """Largest value from `behind` places before to `ahead` places after each; zeros beyond the ends."""
    size = behind + ahead + 1
    padded = np.concatenate([np.zeros(behind, np.float32), values, np.zeros(ahead, np.float32)])
    span = 1
    while 2 * span <= size:
        padded = np.maximum(padded[:-span], padded[span:])
        span *= 2
    rest = size - span
    return padded if rest == 0 else np.maximum(padded[:-rest], padded[rest:])


def mean(values: Float32Array, behind: int, ahead: int) -> Float32Array:
    """Mean from `behind` places before to `ahead` places after each; zeros beyond the ends."""
    size = behind + ahead + 1
    sums = np.concatenate([np.zeros(behind, np.float32), values, np.zeros(ahead, np.float32)])
    total = np.zeros(values.size, dtype=np.float32)
    span, start = 1, 0
    while span <= size:
        if size & span:
            total += sums[start : start + values.size]
            start += span
        sums = sums[:-span] + sums[span:]
        span *= 2
    total *= np.float32(1.0 / size)
    return total


def memory_cells(decay: float, remains: float = 1e-6) -> int:
    """Steps, a power of two, after which less than `remains` of a value is left."""
    return int(2 ** math.ceil(math.log2(max(math.log(remains) / math.log(decay), 2.0))))
