"""The part of the reference that is matched: made with Shift, stretched by its edges, moved by its bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import REFERENCE, Region
from masterdesk.window.views.lanes import lane_paint as paint
from masterdesk.window.views.lanes.time_strip import Cursor, Drag

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions
    from masterdesk.window.views.lanes.reference_lane import ReferenceLane

#: How near to an edge a pointer must come; the bar along the upper edge, and where it can be held.
REACH_PX, BAR_PX, BAR_REACH_PX = 6.0, 3.0, 9.0
#: How much of the region's color lies over it, and of the panel over what is left out.
FILL, LEFT_OUT = 0.14, 0.55


class MatchRegion:
    """The region on the reference's lane. It counts for every card that matches this reference."""

    def __init__(self, lane: ReferenceLane, models: Models, actions: Actions) -> None:
        self._lane, self._models, self._actions = lane, models, actions

    @property
    def region(self) -> Region | None:
        """The region that is set, `None` while all of the reference is matched."""
        return self._models.desk.state.reference_region

    def box(self) -> QRectF:
        """The region on the screen, on whole pixels; empty without one."""
        region = self.region
        if region is None:
            return QRectF()
        left, right = round(self._lane.x_at(region.start_s)), round(self._lane.x_at(region.stop_s))
        return QRectF(left, 0.0, max(right - left, 2), self._lane.height())

    def drag_at(self, place: QPointF, shift: bool) -> Drag | None:
        """A new region, or the old one longer or elsewhere; `None` where there is nothing of it."""
        region, time_s = self.region, self._lane.time_at(place.x())
        if shift:
            return self._stretched(time_s)
        if region is None:
            return None
        for near_s, other_s in ((region.start_s, region.stop_s), (region.stop_s, region.start_s)):
            if paint.near(place, self._lane.x_at(near_s), REACH_PX):
                return self._stretched(other_s)
        return self._moved(region, time_s) if self._is_on_bar(place) else None

    def cursor_at(self, place: QPointF) -> Cursor | None:
        """Arrows over the edges, a hand over the bar."""
        region = self.region
        if region is None:
            return None
        if any(paint.near(place, self._lane.x_at(end_s), REACH_PX) for end_s in (region.start_s, region.stop_s)):
            return Cursor.SizeHorCursor
        return Cursor.OpenHandCursor if self._is_on_bar(place) else None

    def step(self, seconds: float, stretch: bool) -> None:
        """Move the region, or only its end, by the keyboard."""
        region = self.region
        if region is None:
            return
        if stretch:
            self._actions.references.set_region(region.start_s, region.stop_s + seconds)
        else:
            self._move(region, seconds)
        self._actions.slots.end_drag()

    def paint(self, painter: QPainter) -> None:
        """What is left out grows pale; the region has a bar, edges, and grips while the pointer is on the lane."""
        if self.region is None:
            return
        box, color, lane = self.box(), self._color(), QRectF(self._lane.rect())
        pale = theme.with_alpha(theme.current().panel, LEFT_OUT)
        painter.fillRect(QRectF(lane.left(), 0.0, box.left(), lane.height()), pale)
        painter.fillRect(QRectF(box.right(), 0.0, max(lane.right() - box.right(), 0.0), lane.height()), pale)
        painter.fillRect(box, theme.with_alpha(color, FILL))
        painter.fillRect(QRectF(box.left(), 0.0, box.width(), BAR_PX), color)
        for x in (box.left(), box.right()):
            paint.paint_line(painter, x, box.height(), color, 1.0)
        if self._lane.underMouse() or self._lane.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            paint.paint_grips(painter, box, color)

    def _color(self) -> QColor:
        """The heard card's, if it matches this reference, or the reference's own, which is no card's.

        In a blind test nothing may tell what is heard.
        """
        state = self._models.desk.state
        slot = state.heard_slot
        if slot is None or self._models.blind.is_hiding:
            return theme.source_color(REFERENCE)
        is_matched = any(one.path == str(state.reference) for one in state.slots[slot].references)
        return theme.source_color(state.heard if is_matched else REFERENCE)

    def _stretched(self, from_s: float) -> Drag:
        return Drag(lambda time_s: self._actions.references.set_region(from_s, time_s), self._actions.slots.end_drag)

    def _moved(self, region: Region, from_s: float) -> Drag:
        def move(time_s: float) -> None:
            self._move(region, time_s - from_s)

        return Drag(move, self._actions.slots.end_drag, Cursor.ClosedHandCursor)

    def _move(self, region: Region, seconds: float) -> None:
        latest_s = max(self._lane.reader.duration_s - region.duration_s, 0.0)
        start_s = min(max(region.start_s + seconds, 0.0), latest_s)
        self._actions.references.set_region(start_s, start_s + region.duration_s)

    def _is_on_bar(self, place: QPointF) -> bool:
        return self.box().contains(place) and place.y() <= BAR_REACH_PX
