"""What keys do while a lane has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from masterdesk.window.views.lanes.lane_canvas import LaneCanvas

SEEK_S, FAR_SEEK_S = 1.0, 5.0
WINDOW_S, FINE_WINDOW_S = 5.0, 1.0
REGION_S = 1.0
ZOOM_STEP = 0.7
#: End puts the playhead this far before the end, so that something is heard.
END_S = 1.0

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
_ARROWS = {Key.Key_Left: -1.0, Key.Key_Right: 1.0}
_ZOOMS = {
    Key.Key_Plus: ZOOM_STEP,
    Key.Key_Equal: ZOOM_STEP,
    Key.Key_Minus: 1 / ZOOM_STEP,
    Key.Key_Underscore: 1 / ZOOM_STEP,
}
_PAGES = {Key.Key_PageUp: -0.9, Key.Key_PageDown: 0.9}
_ENDS = (Key.Key_Home, Key.Key_End)
_CHOOSE = (Key.Key_Return, Key.Key_Enter)
_DELETE = (Key.Key_Delete, Key.Key_Backspace)


def claims_key(lane: LaneCanvas, event: QKeyEvent) -> bool:
    """Whether a key that is a shortcut elsewhere is this lane's own while it has the focus."""
    key, modifiers = Key(event.key()), event.modifiers()
    if not lane.has_file:
        return key in _CHOOSE
    return key in (*_ZOOMS, *_PAGES, *_ENDS) or (key in _ARROWS and bool(modifiers & (CONTROL | ALT)))


def press_key(lane: LaneCanvas, event: QKeyEvent) -> bool:
    """Do what a key means; `False` if it means nothing here."""
    key, modifiers = Key(event.key()), event.modifiers()
    shift, control = bool(modifiers & SHIFT), bool(modifiers & CONTROL)
    if not lane.has_file:
        if key in _CHOOSE:
            lane.choose_file()
        return key in _CHOOSE
    if key in _ARROWS and modifiers & ALT:
        lane.step_region(_ARROWS[key] * REGION_S, shift)
    elif key in _ARROWS:
        _step(lane, _ARROWS[key], shift, control)
    elif key in _ZOOMS:
        lane.zoom_about_playhead(_ZOOMS[key])
    elif key in _PAGES:
        lane.axis.scroll(_PAGES[key] * lane.axis.span_s)
    elif key in _ENDS:
        _seek_end(lane, key == Key.Key_End, control)
    elif key in _DELETE:
        lane.clear_marks()
    else:
        return False
    return True


def _step(lane: LaneCanvas, direction: float, shift: bool, control: bool) -> None:
    if control:
        lane.step_window(direction * (FINE_WINDOW_S if shift else WINDOW_S))
    else:
        lane.desk_actions.transport.seek_by(direction * (FAR_SEEK_S if shift else SEEK_S))


def _seek_end(lane: LaneCanvas, is_end: bool, of_track: bool) -> None:
    """Start or end of the window; with Ctrl of the whole track."""
    duration_s = lane.models.track.duration_s or 0.0
    window = lane.models.desk.state.window
    start_s, stop_s = (0.0, duration_s) if of_track else (window.start_s, min(window.stop_s, duration_s))
    lane.desk_actions.transport.seek(max(stop_s - END_S, start_s) if is_end else start_s)
