"""Drags that make, move and stretch the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import Region
from masterdesk.window.views.lanes.time_strip import Cursor, Drag

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions


def new_loop(models: Models, actions: Actions, from_s: float) -> Drag:
    """From `from_s` to where the drag comes, in either direction; an old loop's other end makes it longer."""

    def stretch(time_s: float) -> None:
        duration_s = models.track.duration_s or max(from_s, time_s)
        ends = [min(max(end_s, 0.0), duration_s) for end_s in (from_s, time_s)]
        actions.window.set_loop(min(ends), max(ends))

    return Drag(stretch, actions.window.end_drag)


def moved_loop(models: Models, actions: Actions, loop: Region, from_s: float) -> Drag:
    """The loop as long as it is, somewhere else in the track."""
    latest_s = max((models.track.duration_s or loop.stop_s) - loop.duration_s, 0.0)

    def move(time_s: float) -> None:
        start_s = min(max(loop.start_s + time_s - from_s, 0.0), latest_s)
        actions.window.set_loop(start_s, start_s + loop.duration_s)

    return Drag(move, actions.window.end_drag, Cursor.ClosedHandCursor)
