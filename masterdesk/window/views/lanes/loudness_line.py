"""Loudness over time as a line over the waveform."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

#: The lane's height stands for these levels, in LUFS.
BOTTOM_LUFS, TOP_LUFS = -42.0, 0.0
#: Pixels between two points of the line.
STEP_PX = 2


def loudness_lines(
    hop_s: float, lufs: npt.NDArray[np.floating], start_s: float, stop_s: float, width: float, height: float
) -> list[QPolygonF]:
    """Lines through short-term loudness from `start_s` to `stop_s` in a picture; silence interrupts them.

    Where several values fall on one point, the loudest counts.
    """
    count = max(int(width) // STEP_PX, 1)
    edges = np.linspace(start_s, stop_s, count + 1) / hop_s
    first = np.floor(edges[:-1] + 1e-9).astype(np.intp)
    inside = (first >= 0) & (first < len(lufs))
    if not inside.any():
        return []
    x = (np.flatnonzero(inside) + 0.5) * width / count
    stop = min(int(np.ceil(edges[1:][inside][-1])), len(lufs))
    level = np.maximum.reduceat(lufs[:stop], first[inside])
    y = (TOP_LUFS - np.clip(level, BOTTOM_LUFS, TOP_LUFS)) / (TOP_LUFS - BOTTOM_LUFS) * height
    breaks = np.flatnonzero(np.diff((level > BOTTOM_LUFS).astype(np.int8))) + 1
    runs = zip(np.split(x, breaks), np.split(y, breaks), np.split(level, breaks), strict=True)
    return [_polygon(xs, ys) for xs, ys, levels in runs if levels[0] > BOTTOM_LUFS]


def _polygon(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)])
