"""The time ruler over the lanes, with the loop as a bar that can be made, moved and stretched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import Region
from masterdesk.window.views.lanes.loop_drags import moved_loop, new_loop
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.time_strip import Cursor, Drag, TimeStrip
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import clock

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: Labels stand around `LABEL_CENTER`, the loop's bar below them.
HEIGHT, LABEL_CENTER = 26, 10.0
BAR_HEIGHT, HANDLE_WIDTH, HANDLE_HEIGHT = 3.0, 4.0, 9.0
#: How near to a handle a pointer must come, and how much room a label needs.
REACH_PX, LABEL_PX = 6.0, 84.0


class Ruler(TimeStrip):
    """A click seeks, a drag makes a loop; the bar's ends stretch it, its middle moves it, a double click ends it."""

    def __init__(self, models: Models, actions: Actions, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self._models, self._actions = models, actions
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time ruler")
        self.setToolTip("Drag: loop. Drag its ends: stretch it. Double click it, or Shift+L: loop the window again")
        models.desk.loop_changed.connect(self._loop_changed)
        models.desk.window_changed.connect(self._loop_changed)
        models.track.changed.connect(self.update)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(400, HEIGHT)

    @property
    def loop(self) -> Region | None:
        """The loop that was set, `None` while the window is what is repeated."""
        return self._models.desk.state.loop

    def click_at(self, place: QPointF) -> None:
        """Seek."""
        if not self.axis.is_empty:
            self._actions.transport.seek(min(max(self.time_at(place.x()), 0.0), self._models.track.duration_s or 0.0))

    def double_click_at(self, place: QPointF) -> None:
        """The loop away, or the whole track."""
        if self._is_on_bar(place):
            self._actions.window.clear_loop()
        else:
            self.axis.show_all()

    def drag_at(self, place: QPointF, shift: bool) -> Drag | None:
        """A new loop, or the old one longer or elsewhere."""
        if self.axis.is_empty:
            return None
        models, actions, loop = self._models, self._actions, self.loop
        if loop is not None and not shift:
            if self._is_near(place, loop.start_s):
                return new_loop(models, actions, loop.stop_s)
            if self._is_near(place, loop.stop_s):
                return new_loop(models, actions, loop.start_s)
            if self._is_on_bar(place):
                return moved_loop(models, actions, loop, self.time_at(place.x()))
        return new_loop(models, actions, self.time_at(place.x()))

    def cursor_at(self, place: QPointF) -> Cursor:
        """Arrows over the loop's ends, a hand over its middle."""
        loop = self.loop
        if loop is not None and any(self._is_near(place, end_s) for end_s in (loop.start_s, loop.stop_s)):
            return Cursor.SizeHorCursor
        return Cursor.OpenHandCursor if self._is_on_bar(place) else Cursor.ArrowCursor

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter, colors = QPainter(self), theme.current()
        painter.fillRect(event.rect(), colors.panel)
        if self.axis.is_empty:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter)
        self._paint_loop(painter)
        painter.end()

    def _paint_labels(self, painter: QPainter) -> None:
        font = theme.font("small_number")
        painter.setFont(font)
        painter.setPen(theme.current().text_faint)
        measure = QFontMetricsF(font)
        step_s, ticks = self.axis.ticks(self.width(), LABEL_PX)
        decimals = 0 if step_s >= 1.0 else 1 if step_s >= 0.1 else 2
        baseline = LABEL_CENTER + (measure.ascent() - measure.descent()) / 2
        right = -1.0
        for tick_s in ticks:
            text = clock(tick_s, decimals)
            width = measure.horizontalAdvance(text)
            left = min(max(self.x_at(tick_s) - width / 2, 0.0), self.width() - width)
            if left > right:
                painter.drawText(QPointF(left, baseline), text)
                right = left + width

    def _paint_loop(self, painter: QPainter) -> None:
        state, colors = self._models.desk.state, theme.current()
        region = state.loop or Region(state.window.start_s, min(state.window.stop_s, self._track_s()))
        if region.duration_s <= 0.0 or (state.loop is None and not state.looping):
            return
        color = colors.highlight if state.looping else colors.text_disabled
        box = self._bar(region)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color if state.loop is not None else colors.grid_strong)
        painter.drawRoundedRect(box, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if state.loop is None:
            return
        painter.setPen(QPen(colors.panel, 1.0))
        for x in (box.left(), box.right()):
            handle = QRectF(x - HANDLE_WIDTH / 2, box.center().y() - HANDLE_HEIGHT / 2, HANDLE_WIDTH, HANDLE_HEIGHT)
            painter.drawRoundedRect(handle.adjusted(-0.5, -0.5, 0.5, 0.5), 2.0, 2.0)

    def _bar(self, region: Region) -> QRectF:
        left, right = self.x_at(region.start_s), self.x_at(region.stop_s)
        return QRectF(left, self.height() - HANDLE_HEIGHT / 2 - BAR_HEIGHT / 2 - 1.0, right - left, BAR_HEIGHT)

    def _is_on_bar(self, place: QPointF) -> bool:
        loop = self.loop
        return loop is not None and self._bar(loop).adjusted(-3, -5, 3, 5).contains(place)

    def _is_near(self, place: QPointF, end_s: float) -> bool:
        return abs(place.x() - self.x_at(end_s)) <= REACH_PX and place.y() >= self.height() - 2 * HANDLE_HEIGHT

    def _track_s(self) -> float:
        return self._models.track.duration_s or 0.0

    def _loop_changed(self) -> None:
        loop = self.loop
        text = "" if loop is None else f"Loop {clock(loop.start_s, 1)} to {clock(loop.stop_s, 1)}"
        self.setAccessibleDescription(text)
        self.update()
