"""A thin bar under the lanes: which part of everything is in sight. It is seen only while something is not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.time_strip import Cursor, Drag, TimeStrip
from masterdesk.window.views.painting import safely

HEIGHT, BAR_HEIGHT = 10, 5.0
LEAST_BAR_PX = 16.0


class Overview(TimeStrip):
    """Drag the bar to scroll; a click beside it goes there, a double click shows the whole track."""

    def __init__(self, models: Models, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self._models = models
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Visible part of the track")
        self.setToolTip("Drag: scroll. Double click: whole track")
        models.desk.window_changed.connect(self.update)
        theme.changed.connect(self.update)

    def time_at(self, x: float) -> float:
        """The time at a pixel: the bar's whole width stands for everything there is."""
        return x / max(self.width(), 1) * self.axis.extent_s

    def x_at(self, time_s: float) -> float:
        """Where a time lies, in pixels."""
        return time_s / self.axis.extent_s * self.width() if self.axis.extent_s else 0.0

    def bar(self) -> QRectF:
        """The visible part, never too narrow to be held."""
        left, right = self.x_at(self.axis.start_s), self.x_at(self.axis.stop_s)
        missing = max(LEAST_BAR_PX - (right - left), 0.0)
        left = min(max(left - missing / 2, 0.0), max(self.width() - LEAST_BAR_PX, 0.0))
        return QRectF(left, (HEIGHT - BAR_HEIGHT) / 2, max(right - left, LEAST_BAR_PX), BAR_HEIGHT)

    def click_at(self, place: QPointF) -> None:
        """Bring a place to the middle."""
        if not self.bar().adjusted(0, -HEIGHT, 0, HEIGHT).contains(place):
            self.axis.scroll(self.time_at(place.x()) - (self.axis.start_s + self.axis.stop_s) / 2)

    def double_click_at(self, place: QPointF) -> None:
        """Show the whole track."""
        self.axis.show_all()

    def drag_at(self, place: QPointF, shift: bool) -> Drag | None:
        """Scroll."""
        held_s = self.time_at(place.x()) - self.axis.start_s
        return Drag(
            lambda time_s: self.axis.scroll(time_s - held_s - self.axis.start_s), cursor=Cursor.ClosedHandCursor
        )

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter, colors = QPainter(self), theme.current()
        painter.fillRect(event.rect(), colors.panel)
        if not self.axis.shows_all:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            radius = BAR_HEIGHT / 2
            painter.setBrush(colors.slider_groove)
            painter.drawRoundedRect(QRectF(0, (HEIGHT - BAR_HEIGHT) / 2, self.width(), BAR_HEIGHT), radius, radius)
            painter.setBrush(colors.slider_value)
            painter.drawRoundedRect(self.bar(), radius, radius)
            self._paint_window(painter)
        painter.end()

    def _paint_window(self, painter: QPainter) -> None:
        window = self._models.desk.state.window
        left, right = self.x_at(window.start_s), self.x_at(window.stop_s)
        painter.setBrush(theme.current().highlight)
        painter.drawRect(QRectF(left, HEIGHT / 2 - 0.5, max(right - left, 2.0), 1.0))
