"""Correlation of left and right as a bar from -1 to +1."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import figure

BAR_HEIGHT, HEIGHT = 4.0, 22
#: Below this much is lost in mono.
RISKY = 0.0
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class CorrelationBar(QWidget):
    """Grows from the middle: to the right while left and right agree, to the left where they cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: float | None = None
        self._text = figure(None, 2)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Correlation of left and right")
        self.setToolTip("Correlation of left and right: +1 mono, 0 unrelated, below 0 much is lost in mono")

    @property
    def text(self) -> str:
        """The value as shown."""
        return self._text

    def show_value(self, correlation: float | None, text: str) -> None:
        """Move the bar, and show a value, which may stand still for a while."""
        if (correlation, text) != (self._value, self._text):
            self._value = correlation
            if text != self._text:
                self._text = text
                self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint groove, bar and words."""
        painter, colors, width = QPainter(self), theme.current(), float(self.width())
        painter.fillRect(QRectF(0.0, 0.0, width, BAR_HEIGHT), colors.meter_groove)
        if self._value is not None:
            length = self._value * width / 2.0
            color = colors.ok if self._value >= RISKY else colors.danger
            painter.fillRect(QRectF(width / 2.0, 0.0, length, BAR_HEIGHT).normalized(), color)
        painter.fillRect(QRectF(width / 2.0 - 0.5, 0.0, 1.0, BAR_HEIGHT), colors.text_dim)
        room = QRectF(0.0, BAR_HEIGHT + 1.0, width, HEIGHT - BAR_HEIGHT - 1.0)
        painter.setFont(theme.font("tiny_number"))
        painter.setPen(colors.text_faint)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | _MIDDLE, figure(-1.0, 0))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | _MIDDLE, figure(1.0, 0, signed=True))
        painter.setPen(colors.text_dim)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | _MIDDLE, f"correlation {self._text}")
