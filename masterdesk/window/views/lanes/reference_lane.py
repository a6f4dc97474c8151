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
from masterdesk.window.views.lanes.match_region import MatchRegion
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.time_strip import Cursor, Drag
from masterdesk.window.views.texts import clock

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: RMS of what is heard, as a share of the way from the panel to the reference's color.
HEARD_SHARE = 0.8
ARROW = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


class ReferenceLane(LaneCanvas):
    """A click makes the reference heard from there; a drag moves the part that is compared, or with Shift makes the
    region that is matched.
    """

    invitation = "Drop a reference here, or click to choose one: a finished track to compare with and to match."
    drop_text = "Drop as the reference"

    def __init__(self, models: Models, actions: Actions, axis: TimeAxis, parent: QWidget | None = None) -> None:
        self.match = MatchRegion(self, models, actions)
        super().__init__(models, actions, axis, REFERENCE, parent)
        self.setAccessibleName("Reference waveform")
        self.setToolTip(
            "Click: hear the reference from here. Drag the dashed box: the part to compare with.\n"
            "Shift and drag: the region that is matched; drag its edges or its bar; Delete or Shift+O: all of it.\n"
            "Keys: Ctrl and arrows move the box, Alt and arrows the region, with Shift its end; I and O set its ends"
        )
        models.desk.region_changed.connect(self.update)
        models.desk.slot_changed.connect(lambda _: self.update())
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
        self.match.paint(painter)
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
        region = self.match.region
        matched = "" if region is None else f", matched from {clock(region.start_s, 1)} to {clock(region.stop_s, 1)}"
        return f"Compared from {part}{matched}{reading}"

    def step_region(self, seconds: float, stretch: bool) -> None:
        """Move the region that is matched, or its end."""
        self.match.step(seconds, stretch)

    def clear_marks(self) -> None:
        """Match all of the reference."""
        if self.match.region is not None:
            self.desk_actions.references.clear_lane_region()

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
        """The region, the box, or scrolling."""
        if not self.has_file:
            return None
        if (drag := self.match.drag_at(place, shift)) is not None:
            return drag
        if not self.window_box().contains(place):
            return self.pan_from(place)
        held_s = self.time_at(place.x()) - self.part.start_s
        return Drag(
            lambda time_s: self._move(time_s - held_s), self.desk_actions.window.end_drag, Cursor.ClosedHandCursor
        )

    def cursor_at(self, place: QPointF) -> Cursor:
        """Arrows over the region's edges, a hand over its bar and over the box."""
        shape = super().cursor_at(place)
        if shape == Cursor.ArrowCursor and self.has_file and (mine := self.match.cursor_at(place)) is not None:
            return mine
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
