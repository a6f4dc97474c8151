"""Switches loudness over time on and off, and says which line it is."""

from __future__ import annotations

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.painting import safely

LINE_WIDTH = 1.5
HEIGHT = 20


class LoudnessToggle(Button):
    """Underlined like the line in the lanes while that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("LUFS", "quiet", parent)
        self.setFont(theme.font("small"))
        self.setFixedHeight(HEIGHT)
        self.setCheckable(True)
        self.setChecked(True)
        self.setAccessibleName("Loudness over time")
        self.setToolTip("Show short-term loudness over the waveforms")

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        super().paintEvent(event)
        if self.isChecked() and self.isEnabled():
            painter = QPainter(self)
            painter.setPen(QPen(theme.current().text_dim, LINE_WIDTH))
            y = self.height() - LINE_WIDTH
            painter.drawLine(QLineF(metrics.TIGHT + 2, y, self.width() - metrics.TIGHT - 2, y))
            painter.end()
