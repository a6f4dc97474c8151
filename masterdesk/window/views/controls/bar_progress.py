"""A thin line that fills while something is being made."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.painting import safely

_TICKS = 1000


class BarProgress(QProgressBar):
    """Progress in a source's color, or the accent's. Keeps its place while it is not `shown`."""

    def __init__(self, source: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source, self._shown = source, True
        self.setRange(0, _TICKS)
        self.setTextVisible(False)
        self.setFixedHeight(metrics.BAR_HEIGHT)

    def show_fraction(self, fraction: float, shown: bool = True) -> None:
        """`fraction` (0 to 1) is done; draw nothing unless `shown`."""
        if shown != self._shown:
            self._shown = shown
            self.update()
        if shown:
            self.setValue(round(fraction * _TICKS))

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(120, metrics.BAR_HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        if not self._shown:
            return
        draw_progress(QPainter(self), QRectF(self.rect()), self.value() / _TICKS, self._source)


def draw_progress(painter: QPainter, box: QRectF, fraction: float, source: str = "") -> None:
    """A bar of which `fraction` (0 to 1) is filled with a source's color, or the accent's."""
    colors, radius = theme.current(), box.height() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.slider_groove)
    painter.drawRoundedRect(box, radius, radius)
    painter.setBrush(theme.source_color(source) if source else colors.accent)
    painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * fraction, box.height()), radius, radius)
