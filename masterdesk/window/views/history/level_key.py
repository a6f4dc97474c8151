"""What a level of the loudness history is: a sample of its line, its name and its figure."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import figure

SAMPLE_PX, FONT = 16, "small_number"


class LevelKey(QWidget):
    """Stands over the plot: at the line itself it would cover the curves that run along it."""

    def __init__(self, name: str, style: Qt.PenStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._style, self._color = name, style, QColor()
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_level(self, level_lufs: float | None, color: QColor) -> None:
        """Show a level in the color of its line; nothing for `None`."""
        self.text = f"{self._name} {figure(level_lufs)} LUFS"
        self._color = color
        self.setAccessibleName(self.text)
        self.setVisible(level_lufs is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        measure = QFontMetrics(theme.font(FONT))
        width = SAMPLE_PX + metrics.TIGHT + measure.horizontalAdvance(self.text) + 2
        return QSize(width, metrics.SMALL_CONTROL_HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter, middle = QPainter(self), self.height() // 2 + 0.5
        painter.setPen(QPen(self._color, 1.0, self._style))
        painter.drawLine(QLineF(0.0, middle, SAMPLE_PX, middle))
        painter.setPen(self._color)
        painter.setFont(theme.font(FONT))
        room = QRectF(self.rect()).adjusted(SAMPLE_PX + metrics.TIGHT, 0.0, 0.0, 0.0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text)
