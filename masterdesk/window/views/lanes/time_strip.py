"""What every strip over the desk's time has in common: wheel, pinch, and a pointer that clicks or drags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from masterdesk.window.views.lanes.time_axis import TimeAxis

#: A pointer that moved less than this clicked.
DRAG_PX = 4
WHEEL_NOTCH = 120
ZOOM_PER_NOTCH, SCROLL_PER_NOTCH = 0.8, 0.1

Cursor = Qt.CursorShape
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Drag:
    """What a drag does: `to(time_s)` wherever the pointer comes, `end()` when it is let go."""

    to: Callable[[float], None]
    end: Callable[[], None] = lambda: None
    cursor: Cursor = Cursor.SizeHorCursor


class TimeStrip(QWidget):
    """A strip whose width shows the range of `axis`. Heirs say what a place does when clicked or dragged."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis
        self._press: QPointF | None = None
        self._drag: Drag | None = None
        self._ready_drag: Drag | None = None
        self._skip_click = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        axis.changed.connect(self.update)

    def x_at(self, time_s: float) -> float:
        """Where a time lies, in pixels."""
        return self.axis.x(time_s, self.width())

    def time_at(self, x: float) -> float:
        """The time at a pixel."""
        return self.axis.time(x, self.width())

    @property
    def is_dragging(self) -> bool:
        """Whether something is held."""
        return self._drag is not None

    def click_at(self, place: QPointF) -> None:
        """A place was clicked."""

    def double_click_at(self, place: QPointF) -> None:
        """A place was clicked twice."""

    def drag_at(self, place: QPointF, shift: bool) -> Drag | None:
        """What a drag that begins at a place does."""
        return None

    def cursor_at(self, place: QPointF) -> Cursor:
        """The pointer's shape over a place."""
        return Cursor.ArrowCursor

    def hover_at(self, place: QPointF | None) -> None:
        """The pointer is over a place, or left."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position()
            self._ready_drag = self.drag_at(self._press, bool(event.modifiers() & SHIFT))
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._press = event.position()
            self._ready_drag = self.pan_from(self._press)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        place = event.position()
        if self._press is None:
            self.setCursor(self.cursor_at(place))
        elif self._drag is not None:
            self._drag.to(self.time_at(place.x()))
        elif self._ready_drag is not None and abs(place.x() - self._press.x()) >= DRAG_PX:
            self._drag = self._ready_drag
            self.setCursor(self._drag.cursor)
            self._drag.to(self.time_at(place.x()))
        self.hover_at(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        press, drag = self._press, self._drag
        self._press = self._drag = self._ready_drag = None
        is_click = press is not None and event.button() == Qt.MouseButton.LeftButton and not self._skip_click
        self._skip_click = False
        if drag is not None:
            drag.end()
        elif is_click and self.rect().contains(event.position().toPoint()):
            self.click_at(event.position())
        self.setCursor(self.cursor_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._skip_click = True
            self.double_click_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102  Qt's name
        self.hover_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Wheel zooms about the pointer; with Shift, or sideways, it scrolls."""
        turned = event.angleDelta()
        if event.modifiers() & SHIFT or abs(turned.x()) > abs(turned.y()):
            notches = (turned.x() or turned.y()) / WHEEL_NOTCH
            self.axis.scroll(-notches * SCROLL_PER_NOTCH * self.axis.span_s)
        else:
            self._zoom(ZOOM_PER_NOTCH ** (turned.y() / WHEEL_NOTCH), event.position().x())
        event.accept()

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1.0 / max(1.0 + event.value(), 0.1), event.position().x())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._zoom(1.0 / max(pinch.scaleFactor(), 0.1), self.mapFromGlobal(pinch.centerPoint()).x())
                return True
        return super().event(event)

    def pan_from(self, place: QPointF) -> Drag:
        """A drag that moves what is visible along with the pointer."""
        grabbed_s = self.time_at(place.x())
        return Drag(lambda time_s: self.axis.scroll(grabbed_s - time_s), cursor=Cursor.ClosedHandCursor)

    def _zoom(self, factor: float, x: float) -> None:
        self.axis.zoom(factor, self.time_at(x))
