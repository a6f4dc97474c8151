"""The reference's lane: its waveform in its own time, and the part of it that plays beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import REFERENCE, Region
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.views.lanes import lane_paint as paint
from masterdesk.window.views.lanes.lane_canvas import LaneCanvas
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.time_strip import Cursor, Drag
from masterdesk.window.views.texts import clock

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: RMS of what is heard, as a share of the way from the panel to the reference's color.
HEARD_SHARE = 0.8
ARROW = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


class ReferenceLane(LaneCanvas):
    """A click makes the reference heard from there; a drag moves the part that is compared."""

    invitation = "Drop a reference here, or click to choose one: a finished track to compare with and to match."
    drop_text = "Drop as the reference"

    def __init__(self, models: Models, actions: Actions, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(models, actions, axis, REFERENCE, parent)
        self.setAccessibleName("Reference waveform")
        self.setToolTip(
            "Click: hear the reference from here. Drag the dashed box: the part to compare with.\n"
            "Keys: Ctrl and arrows move the box"
        )
        models.desk.heard_changed.connect(lambda _: self.update())
        models.blind.changed.connect(self.update)

    @property
    def part(self) -> Region:
        """The part of the reference that plays while the window plays."""
        state = self.models.desk.state
        start_s = state.reference_start_s or 0.0
        return Region(start_s, min(start_s + state.window_s, max(self.reader.duration_s, start_s)))

    def playhead_s(self) -> float | None:
        """Where the reference is, or would be if it were heard."""
        if not self.has_file:
            return None
        time_s = self.models.playback.position_s - self._shift_s()
        return time_s if 0.0 <= time_s <= self.reader.duration_s else None

    def wave_colors(self) -> tuple[QColor, QColor]:
        """A quieter gray than the track's."""
        colors = theme.current()
        return colors.reference_wave_peak, colors.reference_wave

    def window_box(self) -> QRectF:
        """The dashed box on the screen, on whole pixels."""
        left, right = round(self.x_at(self.part.start_s)), round(self.x_at(self.part.stop_s))
        return QRectF(left, 0.0, max(right - left, 2), self.height())

    def paint_over(self, painter: QPainter, part: QRectF) -> None:
        """The dashed box; brighter inside when the reference is heard."""
        color = theme.source_color(REFERENCE)
        box = self.window_box()
        if self._is_heard():
            bright = theme.mix(theme.current().panel, color, HEARD_SHARE)
            self.layers.paint_wave(painter, part.intersected(box), theme.current().reference_wave, bright)
        paint.paint_dashed_window(painter, box, color)
        self._paint_hint(painter, box)

    def step_window(self, seconds: float) -> None:
        """Move the part that is compared."""
        self._move(self.part.start_s + seconds)
        self.desk_actions.window.end_drag()

    def choose_file(self) -> None:
        """Ask for a reference."""
        self.desk_actions.commands["open_reference"].trigger()

    def value_text(self) -> str:
        """The compared part in words."""
        lane, window = self.reader.lane, self.part
        if lane.status is LaneStatus.EMPTY:
            return "No reference. Press Enter to choose one."
        if lane.status is LaneStatus.FAILED:
            return lane.problem
        reading = f", reading, {lane.fraction:.0%}" if lane.status is LaneStatus.READING else ""
        part = f"{clock(window.start_s)} to {clock(window.stop_s)} of {clock(self.reader.duration_s)}"
        return f"Compared from {part}{reading}"

    def click_at(self, place: QPointF) -> None:
        """Hear the reference from here; where the track has no such time, its box moves here first."""
        if not self.has_file:
            self.choose_file()
            return
        mark, models = self.mark_at(place), self.models
        time_s = self.time_at(place.x()) if mark is None else mark.time_s
        if not 0.0 <= time_s <= self.reader.duration_s or models.blind.is_hiding:
            return
        self.desk_actions.listening.hear(REFERENCE)
        position_s = time_s + self._shift_s()
        if not 0.0 <= position_s < (models.track.duration_s or 0.0):
            self._move(time_s)
            self.desk_actions.window.end_drag()
            position_s = models.desk.state.window_start_s
        self.desk_actions.transport.seek(position_s)

    def drag_at(self, place: QPointF, shift: bool) -> Drag | None:
        """The box, or scrolling."""
        if not self.has_file:
            return None
        if not self.window_box().contains(place):
            return self.pan_from(place)
        held_s = self.time_at(place.x()) - self.part.start_s
        return Drag(
            lambda time_s: self._move(time_s - held_s), self.desk_actions.window.end_drag, Cursor.ClosedHandCursor
        )

    def cursor_at(self, place: QPointF) -> Cursor:
        """A hand over the box."""
        shape = super().cursor_at(place)
        is_on_box = self.has_file and self.window_box().contains(place)
        return Cursor.OpenHandCursor if shape == Cursor.ArrowCursor and is_on_box else shape

    def _move(self, start_s: float) -> None:
        latest_s = max(self.reader.duration_s - self.models.desk.state.window_s, 0.0)
        self.desk_actions.window.move_reference(min(max(start_s, 0.0), latest_s))

    def _shift_s(self) -> float:
        """Time of the track minus time of the reference that plays with it."""
        return self.models.desk.state.window_start_s - self.part.start_s

    def _is_heard(self) -> bool:
        return self.models.desk.state.heard == REFERENCE and not self.models.blind.is_hiding

    def _paint_hint(self, painter: QPainter, box: QRectF) -> None:
        """Where the box is, when it is out of sight to the right."""
        if box.left() < self.width() - 1:
            return
        text = f"compared from {clock(self.part.start_s)} {ARROW}"
        paint.paint_bubble(painter, paint.bubble_box(text, self.width(), QRectF(self.rect())), text)
