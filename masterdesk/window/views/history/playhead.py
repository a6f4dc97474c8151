"""Where playback is in the loudness history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.views.painting import safely

if TYPE_CHECKING:
    from masterdesk.window.views.history.plot import HistoryPlot


class Playhead(QWidget):
    """A line above the plot, so that the plot need not be drawn again for it."""

    WIDTH = 3

    def __init__(self, plot: HistoryPlot) -> None:
        super().__init__(plot.viewport())
        self._plot, self._seconds = plot, 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.installEventFilter(self)

    def move_to(self, seconds: float) -> None:
        """Stand at a time of the track."""
        self._seconds = seconds
        self.follow()

    def follow(self) -> None:
        """Stand where the time is now."""
        area, x = self._plot.plot_area(), self._plot.x(self._seconds)
        self.setVisible(area.left() <= x <= area.right() + 1.0)
        self.setGeometry(round(x) - self.WIDTH // 2, round(area.top()), self.WIDTH, round(area.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a resize of the plot."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.follow()
        return False

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(QPen(theme.current().playhead, 1.0))
        painter.drawLine(1, 0, 1, self.height())
