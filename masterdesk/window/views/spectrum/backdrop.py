"""What stands still behind the curves: grid and scales, painted once and kept."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from masterdesk.window import theme
from masterdesk.window.views.spectrum.axis import frequency_text, linear_ticks, log_ticks
from masterdesk.window.views.spectrum.geometry import Geometry
from masterdesk.window.views.texts import figure

LEVEL_STEPS = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0)
PIXELS_PER_LEVEL, PIXELS_PER_FREQUENCY = 34.0, 58.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class Backdrop:
    """The picture for the latest geometry, scale and theme."""

    def __init__(self) -> None:
        self._made_for: tuple[object, ...] = ()
        self._picture = QPixmap()

    def picture(self, geometry: Geometry, scale: float) -> QPixmap:
        """Grid and scales at the device pixel ratio `scale`."""
        wanted = (geometry, scale, theme.current().name)
        if wanted != self._made_for:
            self._made_for = wanted
            self._picture = QPixmap((geometry.size * scale).toSize())
            self._picture.setDevicePixelRatio(scale)
            self._picture.fill(theme.current().panel)
            painter = QPainter(self._picture)
            _paint_scales(painter, geometry)
            painter.end()
        return self._picture


def _paint_scales(painter: QPainter, geometry: Geometry) -> None:
    painter.setFont(theme.font("tiny_number"))
    _paint_levels(painter, geometry)
    _paint_frequencies(painter, geometry)
    painter.drawText(QRectF(0.0, geometry.area.bottom() + 4.0, 30.0, 16.0), Qt.AlignmentFlag.AlignTop, "dB")


def _paint_levels(painter: QPainter, geometry: Geometry) -> None:
    area, colors = geometry.area, theme.current()
    for level_db in linear_ticks(geometry.levels, LEVEL_STEPS, int(area.height() / PIXELS_PER_LEVEL)):
        y = geometry.y(level_db)
        painter.setPen(QPen(colors.grid, 1.0))
        painter.drawLine(QLineF(area.left(), round(y) + 0.5, area.right(), round(y) + 0.5))
        painter.setPen(colors.text_faint)
        painter.drawText(QRectF(0.0, y - 8.0, area.left() - 6.0, 16.0), _RIGHT, figure(level_db, 0))


def _paint_frequencies(painter: QPainter, geometry: Geometry) -> None:
    area, colors = geometry.area, theme.current()
    for frequency_hz in log_ticks(geometry.frequencies, int(area.width() / PIXELS_PER_FREQUENCY)):
        x = geometry.x(frequency_hz)
        painter.setPen(QPen(colors.grid, 1.0))
        painter.drawLine(QLineF(round(x) + 0.5, area.top(), round(x) + 0.5, area.bottom()))
        painter.setPen(colors.text_faint)
        label = QRectF(x - 30.0, area.bottom() + 4.0, 60.0, 16.0)
        painter.drawText(label, _TOP, frequency_text(frequency_hz))
