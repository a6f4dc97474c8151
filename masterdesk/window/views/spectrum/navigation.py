"""Zoom and scroll of the spectrum by wheel, drag and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from masterdesk.window.views.spectrum.geometry import FREQUENCIES, LEVELS, Geometry

Key = Qt.Key
WHEEL_STEP = 120.0
ZOOM_PER_STEP = 0.85
#: A drag along an axis over its whole length zooms by this factor.
ZOOM_PER_LENGTH = 8.0


class Navigation(QObject):
    """Turns what the mouse and keys do over `plot` into a new `Geometry`, and hands it to `show`.

    The wheel zooms frequencies, over the level scale or with Ctrl levels; a drag moves the
    picture, along a scale it zooms that scale; a double click shows everything again.
    """

    def __init__(self, plot: QWidget, geometry: Callable[[], Geometry], show: Callable[[Geometry], None]) -> None:
        super().__init__(plot)
        self._geometry, self._show = geometry, show
        self._grabbed: tuple[QPointF, Geometry] | None = None
        plot.installEventFilter(self)

    def reset(self) -> None:
        """Show everything."""
        self._show(replace(self._geometry(), frequencies=FREQUENCIES, levels=LEVELS))

    def zoom_frequencies(self, factor: float, fraction: float = 0.5) -> None:
        """Show `factor` times as many octaves."""
        shown = self._geometry()
        self._show(replace(shown, frequencies=shown.frequencies.zoomed(factor, fraction)))

    def zoom_levels(self, factor: float, fraction: float = 0.5) -> None:
        """Show `factor` times as many decibels."""
        shown = self._geometry()
        self._show(replace(shown, levels=shown.levels.zoomed(factor, fraction)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle wheel, drag, double click and the zoom keys; leave everything else to the plot."""
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event)

    def _wheel(self, event: QWheelEvent) -> None:
        across, up = self._geometry().fractions(event.position())
        turned = event.angleDelta().y() or event.angleDelta().x()
        factor = ZOOM_PER_STEP ** (turned / WHEEL_STEP)
        if across < 0.0 or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_levels(factor, min(max(up, 0.0), 1.0))
        else:
            self.zoom_frequencies(factor, min(max(across, 0.0), 1.0))
        event.accept()

    def _mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonDblClick:
            self.reset()
        elif kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position(), self._geometry()
        elif kind == QEvent.Type.MouseButtonRelease:
            self._grabbed = None
        elif kind == QEvent.Type.MouseMove and self._grabbed is not None:
            self._drag(event.position(), *self._grabbed)
        else:
            return False
        return kind != QEvent.Type.MouseMove

    def _drag(self, to: QPointF, since: QPointF, shown: Geometry) -> None:
        (x0, y0), (x1, y1) = shown.fractions(since), shown.fractions(to)
        frequencies, levels = shown.frequencies, shown.levels
        if x0 < 0.0:
            levels = levels.zoomed(ZOOM_PER_LENGTH ** (y0 - y1), 0.5)
        elif y0 < 0.0:
            frequencies = frequencies.zoomed(ZOOM_PER_LENGTH ** (x0 - x1), 0.5)
        else:
            frequencies, levels = frequencies.moved(x0 - x1), levels.moved(y0 - y1)
        self._show(replace(self._geometry(), frequencies=frequencies, levels=levels))

    def _key(self, event: QKeyEvent) -> bool:
        steps: dict[int, Callable[[], None]] = {
            Key.Key_Plus: lambda: self.zoom_frequencies(ZOOM_PER_STEP),
            Key.Key_Equal: lambda: self.zoom_frequencies(ZOOM_PER_STEP),
            Key.Key_Minus: lambda: self.zoom_frequencies(1.0 / ZOOM_PER_STEP),
            Key.Key_PageUp: lambda: self.zoom_levels(ZOOM_PER_STEP),
            Key.Key_PageDown: lambda: self.zoom_levels(1.0 / ZOOM_PER_STEP),
            Key.Key_Home: self.reset,
        }
        if event.key() not in steps:
            return False
        steps[event.key()]()
        return True


#: Keys that the plot keeps for itself while it has the focus: the above, and those that move its cursor.
PLOT_KEYS = frozenset(
    {Key.Key_Plus, Key.Key_Equal, Key.Key_Minus, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home}
    | {Key.Key_Left, Key.Key_Right, Key.Key_Escape}
)
_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def is_plot_key(event: QEvent) -> bool:
    """Whether a key is the plot's own, with or without Shift."""
    return isinstance(event, QKeyEvent) and event.key() in PLOT_KEYS and not event.modifiers() & ~_HARMLESS
