"""A curve on the screen: points for its pixels, and a line that is quick to paint."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from masterdesk.window.views.spectrum.axis import Axis

FloatArray = npt.NDArray[np.floating]

#: No more than one point in so many pixels.
PIXELS_PER_POINT = 2.0
DASH = (6.0, 4.0)


class PixelGrid:
    """Which values of a curve share a column of pixels, for one set of frequencies on one axis."""

    def __init__(self, frequencies_hz: FloatArray, axis: Axis, area: QRectF) -> None:
        positions = axis.fractions(frequencies_hz) * area.width()
        columns = np.floor(positions / PIXELS_PER_POINT).astype(np.intp)
        shown = np.flatnonzero((columns >= -1) & (columns <= area.width() / PIXELS_PER_POINT + 1))
        first, stop = (max(int(shown[0]) - 1, 0), int(shown[-1]) + 2) if len(shown) else (0, len(columns))
        self._shown = slice(first, stop)
        columns, positions = columns[self._shown], positions[self._shown]
        self._starts = np.flatnonzero(np.diff(columns, prepend=columns[:1] - 1))
        counts = np.diff(self._starts, append=len(columns))
        self.xs: FloatArray = area.left() + np.add.reduceat(positions, self._starts) / counts

    def levels(self, levels_db: FloatArray) -> FloatArray:
        """The highest level of each column."""
        return np.asarray(np.maximum.reduceat(levels_db[self._shown], self._starts))


def points(xs: FloatArray, ys: FloatArray) -> QPolygonF:
    """A line through (x, y), read from Qt's own serial form: ten times faster than a list of points."""
    pairs = np.column_stack([xs, ys]).astype(">f8")
    serial = len(pairs).to_bytes(4, "big") + pairs.tobytes()
    line = QPolygonF()
    QDataStream(QByteArray(serial)) >> line
    return line


def draw_line(painter: QPainter, line: QPolygonF, color: QColor, width: float = 1.0, dashed: bool = False) -> None:
    """Paint an antialiased line of `width` device-independent pixels.

    Qt strokes lines of one device pixel 20 times faster than wider ones (0.1 against 3 ms for 500 points), so
    a wider line is painted as several of these, half a pixel apart.
    """
    scale = painter.device().devicePixelRatioF()
    pen = QPen(color, 1.0)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern([part * scale for part in DASH])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    passes = max(round(2.0 * (width * scale - 1.0)) + 1, 1)
    step = 0.5 / scale
    for number in range(passes):
        shift = (number - (passes - 1) / 2.0) * step
        painter.drawPolyline(line.translated(shift / 2.0, shift))
