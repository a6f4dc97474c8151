"""The track's lane: its waveform, the window that is previewed, the loop, the playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.views.controls.command_menu import fill_menu
from masterdesk.window.views.controls.window_menu import passing_menu
from masterdesk.window.views.lanes import lane_paint as paint
from masterdesk.window.views.lanes.lane_canvas import LaneCanvas
from masterdesk.window.views.lanes.loop_drags import new_loop
from masterdesk.window.views.lanes.menu_button import TRACK_ENTRIES
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.time_strip import Cursor, Drag
from masterdesk.window.views.texts import clock

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

GRIP_REACH_PX = 6.0
#: Peaks in the window, as a share of the way from the panel to the heard source's color.
BODY_SHARE = 0.55
#: The gray of the window while names are hidden: neither the original's nor the reference's.
BLIND_SHARE = 0.75


class TrackLane(LaneCanvas):
    """A click seeks, a drag moves the window or, with Shift, makes a loop; outside the window it scrolls."""

    invitation = "Drop a track here, or click to choose one. A second file becomes the reference."
    drop_text = "Drop to master this track"

    def __init__(self, models: Models, actions: Actions, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(models, actions, axis, ORIGINAL, parent)
        self.setAccessibleName("Track waveform")
        self.setToolTip(
            "Click: playhead. Drag the window: choose what is previewed. Shift and drag: loop.\n"
            "Wheel: zoom. Shift and wheel: scroll. Double click: whole track. Right click: more.\n"
            "Keys: arrows, Ctrl and arrows, + and -"
        )
        models.desk.loop_changed.connect(self.update)
        models.desk.heard_changed.connect(lambda _: self.update())
        models.blind.changed.connect(self.update)

    def playhead_s(self) -> float | None:
        """Playback's own time is the track's."""
        return self.models.playback.position_s if self.has_file else None

    def wave_colors(self) -> tuple[QColor, QColor]:
        """Gray."""
        colors = theme.current()
        return colors.track_wave_peak, colors.track_wave

    def window_box(self) -> QRectF:
        """The window on the screen, on whole pixels."""
        window = self.models.desk.state.window
        left = round(self.x_at(window.start_s))
        right = round(self.x_at(min(window.stop_s, self.reader.duration_s)))
        return QRectF(left, 0.0, max(right - left, 2), self.height())

    def paint_over(self, painter: QPainter, part: QRectF) -> None:
        """The window in the color of what is heard, and the loop's edges."""
        box, color = self.window_box(), self._heard_color()
        painter.fillRect(box, theme.mix(theme.current().panel, color, paint.WINDOW_FILL))
        body = theme.mix(theme.current().panel, color, BODY_SHARE)
        self.layers.paint_wave(painter, part.intersected(box), body, color)
        paint.paint_window(painter, box, color)
        if self.underMouse() or self.hasFocus():
            paint.paint_grips(painter, box, color)
        self._paint_loop(painter)

    def step_window(self, seconds: float) -> None:
        """Move what is previewed."""
        self.desk_actions.window.move(self.models.desk.state.window_start_s + seconds)
        self.desk_actions.window.end_drag()

    def clear_marks(self) -> None:
        """Loop the window again."""
        self.desk_actions.window.clear_loop()

    def choose_file(self) -> None:
        """Ask for a track."""
        self.desk_actions.commands["open_track"].trigger()

    def value_text(self) -> str:
        """Playhead, window and loop in words."""
        lane, state = self.reader.lane, self.models.desk.state
        if lane.status is LaneStatus.EMPTY:
            return "No track. Press Enter to choose one."
        if lane.status is LaneStatus.FAILED:
            return lane.problem
        texts = [f"Playhead at {clock(self.models.playback.position_s, 1)} of {clock(self.reader.duration_s)}"]
        if lane.status is LaneStatus.READING:
            texts.append(f"reading, {lane.fraction:.0%}")
        stop_s = min(state.window.stop_s, self.reader.duration_s)
        texts.append(f"preview window {clock(state.window.start_s)} to {clock(stop_s)}")
        if state.loop is not None:
            texts.append(f"loop {clock(state.loop.start_s, 1)} to {clock(state.loop.stop_s, 1)}")
        return ", ".join(texts)

    def click_at(self, place: QPointF) -> None:
        """Seek, exactly to a mark that was hit; without a file choose one."""
        if not self.has_file:
            self.choose_file()
            return
        mark = self.mark_at(place)
        self.seek(self.time_at(place.x()) if mark is None else mark.time_s)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102  Qt's name
        if self.has_file:
            menu = fill_menu(passing_menu(self), self.desk_actions.commands, TRACK_ENTRIES)
            menu.popup(event.globalPos())

    def drag_at(self, place: QPointF, shift: bool) -> Drag | None:
        """Loop, window, or scrolling."""
        if not self.has_file:
            return None
        if shift:
            return new_loop(self.models, self.desk_actions, self.time_at(place.x()))
        return self._window_drag(place) if self._is_on_window(place) else self.pan_from(place)

    def cursor_at(self, place: QPointF) -> Cursor:
        """A hand over the window."""
        shape = super().cursor_at(place)
        return Cursor.OpenHandCursor if shape == Cursor.ArrowCursor and self._is_on_window(place) else shape

    def _window_drag(self, place: QPointF) -> Drag:
        held_s = self.time_at(place.x()) - self.models.desk.state.window_start_s
        latest_s = max(self.reader.duration_s - self.models.desk.state.window_s, 0.0)

        def move(time_s: float) -> None:
            self.desk_actions.window.move(min(max(time_s - held_s, 0.0), latest_s))

        return Drag(move, self.desk_actions.window.end_drag, Cursor.ClosedHandCursor)

    def _is_on_window(self, place: QPointF) -> bool:
        """A window that fills the view is moved by its grips only: there a drag scrolls."""
        box = self.window_box()
        if any(paint.near(place, x, GRIP_REACH_PX) for x in (box.left(), box.right())):
            return True
        fills_view = box.left() <= 0 and box.right() >= self.width()
        return box.contains(place) and not (fills_view and not self.axis.shows_all)

    def _heard_color(self) -> QColor:
        """Of a blind test no color may tell what is heard."""
        if self.models.blind.is_hiding:
            return theme.mix(theme.current().panel, theme.current().text, BLIND_SHARE)
        return theme.source_color(self.models.desk.state.heard)

    def _paint_loop(self, painter: QPainter) -> None:
        state = self.models.desk.state
        if state.loop is None:
            return
        colors = theme.current()
        color = colors.highlight if state.looping else colors.text_disabled
        left, right = self.x_at(state.loop.start_s), self.x_at(state.loop.stop_s)
        painter.fillRect(QRectF(left, 0.0, right - left, self.height()), theme.with_alpha(color, paint.LOOP_FILL))
        for x in (left, right):
            paint.paint_line(painter, x, self.height(), color, 1.0)
