"""The gain that the equalizer applies now, as a filled shape with its own small scale."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from masterdesk.window import theme
from masterdesk.window.views.spectrum.geometry import Geometry
from masterdesk.window.views.spectrum.trace import draw_line, points
from masterdesk.window.views.texts import figure

FloatArray = npt.NDArray[np.floating]

SCALES_DB = (6.0, 12.0, 24.0)
#: Gains up to this share of a scale are well within it.
WELL_WITHIN = 0.8
PIXELS_PER_POINT = 4.0
FILL, LINE = 0.26, 0.7
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class GainShape:
    """Keeps the smallest scale that the largest gain so far needs, so that the shape does not jump.

    The gains of a match stand still: once they are well within a smaller scale, they are shown in that.
    """

    def __init__(self) -> None:
        self._scale_db = SCALES_DB[0]
        self._heard = ""

    def reset(self) -> None:
        """Another slot is heard: begin with the smallest scale."""
        self._scale_db = SCALES_DB[0]

    def follow(self, heard: str) -> None:
        """Gains of the source `heard` come: those of another one, painted once more after a switch, do not count."""
        if heard != self._heard:
            self._heard = heard
            self.reset()

    def fit(self, gains_db: Iterable[FloatArray], is_still: bool) -> None:
        """Choose the scale for gains in dB that are shown together; `is_still`: they do not change by themselves."""
        largest_db = max((float(np.max(np.abs(gain_db), initial=0.0)) for gain_db in gains_db), default=0.0)
        self._scale_db = max(self._scale_db, _scale_for(largest_db))
        if is_still:
            self._scale_db = min(self._scale_db, _scale_for(largest_db / WELL_WITHIN))

    def paint(
        self,
        painter: QPainter,
        geometry: Geometry,
        frequencies_hz: FloatArray,
        gain_db: FloatArray,
        color: QColor,
        is_line: bool = False,
    ) -> None:
        """Paint gains in dB over frequencies, as a shape or as a dashed line over it."""
        strip = geometry.gain_area
        xs = np.arange(strip.left(), strip.right() + PIXELS_PER_POINT, PIXELS_PER_POINT)
        gains = np.interp((xs - strip.left()) / strip.width(), geometry.frequencies.fractions(frequencies_hz), gain_db)
        ys = strip.center().y() - np.clip(gains / self._scale_db, -1.0, 1.0) * (strip.height() / 2.0 - 2.0)
        if is_line:
            draw_line(painter, points(xs, ys), color, dashed=True)
        else:
            self._fill(painter, strip, points(xs, ys), color)

    def _fill(self, painter: QPainter, strip: QRectF, line: QPolygonF, color: QColor) -> None:
        zero = strip.center().y()
        shape = QPolygonF(line)
        shape.append(QPointF(strip.right() + PIXELS_PER_POINT, zero))
        shape.append(QPointF(strip.left(), zero))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(color, FILL))
        painter.drawPolygon(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_line(painter, line, theme.with_alpha(color, LINE))

    def paint_scale(self, painter: QPainter, geometry: Geometry) -> None:
        """Paint the zero line and the marks right of the plot."""
        strip, colors = geometry.gain_area, theme.current()
        painter.setFont(theme.font("tiny_number"))
        for share in (1.0, 0.0, -1.0):
            y = strip.center().y() - share * (strip.height() / 2.0 - 8.0)
            painter.setPen(colors.text_faint)
            text = figure(share * self._scale_db, 0, signed=True)
            painter.drawText(QRectF(strip.right() + 5.0, y - 8.0, 26.0, 16.0), _LEFT, text)
        painter.setPen(QPen(colors.grid_strong, 1.0))
        zero = round(strip.center().y()) + 0.5
        painter.drawLine(QLineF(strip.left(), zero, strip.right(), zero))


def _scale_for(largest_db: float) -> float:
    return next((scale for scale in SCALES_DB if scale >= largest_db), SCALES_DB[-1])
