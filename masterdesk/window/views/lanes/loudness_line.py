"""Loudness over time as a line over the waveform."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QPixmap

from masterdesk.window.views.lanes.wave_image import STEPS, Float32Array, coverage, indexed_pixmap

#: The lane's height stands for these levels, in LUFS.
BOTTOM_LUFS, TOP_LUFS = -42.0, 0.0
#: Where nothing is drawn, in pixels.
OUTSIDE = -100.0


def loudness_columns(
    hop_s: float, lufs: npt.NDArray[np.floating], start_s: float, stop_s: float, count: int
) -> Float32Array:
    """Short-term loudness in LUFS of `count` columns from `start_s` to `stop_s`; -inf where there is no reading.

    Where several values fall on one column, the loudest counts.
    """
    edges = (start_s + (stop_s - start_s) / count * np.arange(count + 1)) / hop_s
    first = np.floor(edges[:-1] + 1e-9).astype(np.intp)
    inside = (first >= 0) & (first < len(lufs))
    columns = np.full(count, -np.inf, dtype=np.float32)
    if inside.any():
        stop = min(int(np.ceil(edges[1:][inside][-1])), len(lufs))
        columns[inside] = np.maximum.reduceat(lufs[: max(stop, int(first[inside][-1]) + 1)], first[inside])
    return columns


def loudness_picture(lufs: Float32Array, height: int, width_px: float, color: QColor) -> QPixmap:
    """A line through loudness (columns,), one column a pixel, `width_px` thick; silence interrupts it."""
    share = (TOP_LUFS - np.clip(lufs, BOTTOM_LUFS, TOP_LUFS)) / (TOP_LUFS - BOTTOM_LUFS)
    y = (share * height).astype(np.float32)
    is_silent = lufs <= BOTTOM_LUFS
    joined = ~(is_silent[1:] | is_silent[:-1])
    middle = (y[1:] + y[:-1]) / 2
    before = np.concatenate([y[:1], np.where(joined, middle, y[1:])])
    after = np.concatenate([np.where(joined, middle, y[:-1]), y[-1:]])
    top = np.minimum(np.minimum(before, after), y) - width_px / 2
    bottom = np.maximum(np.maximum(before, after), y) + width_px / 2
    top[is_silent] = bottom[is_silent] = OUTSIDE
    table = [
        QColor(color.red(), color.green(), color.blue(), color.alpha() * step // (STEPS - 1)) for step in range(STEPS)
    ]
    return indexed_pixmap(coverage(top, bottom, height), [entry.rgba() for entry in table])
