"""Where Tab goes: as one reads, whenever the controls were made. Qt's own order puts what is made late at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_stops(part: QWidget) -> list[QWidget]:
    """Every control at which Tab stops in `part`, itself included: line by line, what is inside before what follows."""
    found = [part] if _takes_tab(part) else []
    for child in _in_reading_order(part):
        found += tab_stops(child)
    return found


def next_stop(part: QWidget, current: QWidget | None, forward: bool) -> QWidget | None:
    """The control to which Tab goes from `current`, or Shift and Tab if not `forward`; around at the ends."""
    stops = tab_stops(part)
    if not stops:
        return None
    if current not in stops:
        return stops[0 if forward else -1]
    return stops[(stops.index(current) + (1 if forward else -1)) % len(stops)]


def _takes_tab(widget: QWidget) -> bool:
    has_policy = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return has_policy and widget.isEnabled() and widget.focusProxy() is None


def _in_reading_order(part: QWidget) -> list[QWidget]:
    """The visible children of `part`: those that stand beside each other from the left, lines from the top."""
    children = [child for child in part.children() if isinstance(child, QWidget)]
    lines: list[list[QWidget]] = []
    for child in sorted((c for c in children if c.isVisible() and not c.isWindow()), key=lambda c: c.geometry().top()):
        if lines and child.geometry().center().y() <= max(other.geometry().bottom() for other in lines[-1]):
            lines[-1].append(child)
        else:
            lines.append([child])
    return [child for line in lines for child in sorted(line, key=lambda c: c.geometry().left())]
