"""The spectrum's picture: curves over a backdrop, with a cursor.

Painted by QPainter: 1 to 3 ms a frame, where the same curves take pyqtgraph 8 to 14 ms.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.views.painting import safely
from masterdesk.window.views.spectrum.backdrop import Backdrop
from masterdesk.window.views.spectrum.curves import Curve
from masterdesk.window.views.spectrum.drawing import Drawing
from masterdesk.window.views.spectrum.gain_shape import GainShape
from masterdesk.window.views.spectrum.geometry import Geometry
from masterdesk.window.views.spectrum.match_overlay import MatchOverlay
from masterdesk.window.views.spectrum.navigation import Navigation, is_plot_key
from masterdesk.window.views.spectrum.readout import paint_cursor, readings_at, spoken

MINIMUM_WIDTH, MINIMUM_HEIGHT = 320, 120
CURSOR_STEP = 2.0 ** (1.0 / 12.0)
NAME = "Spectrum of what is heard"
HELP = (
    "Wheel: zoom frequencies; Ctrl+wheel, or over the scale: zoom levels; drag: move; double click: show everything.\n"
    "With the focus here: Left and Right move the cursor (Shift: by an octave), + and \N{MINUS SIGN} and Page Up and "
    "Page Down zoom, Home shows everything, Esc hides the cursor."
)


class SpectrumPlot(QWidget):
    """Shows `curves` of the latest live frame."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = models.live
        self.curves: list[Curve] = []
        self.notice = ""
        self.cursor_hz: float | None = None
        self.geometry_shown = Geometry(QSizeF(self.size()))
        self.gain_shape = GainShape()
        self.match = MatchOverlay(models)
        self._backdrop = Backdrop()
        self._drawing = Drawing(self.match, self.gain_shape)
        self.navigation = Navigation(self, lambda: self.geometry_shown, self.show_geometry)
        self._set_up()

    def _set_up(self) -> None:
        self.setMinimumSize(MINIMUM_WIDTH, MINIMUM_HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(NAME)
        self.setToolTip(HELP)

    def show_geometry(self, geometry: Geometry) -> None:
        """Zoom or scroll."""
        self.geometry_shown = geometry
        self.update()

    def show_curves(self, curves: list[Curve]) -> None:
        """Show other curves."""
        self.curves = curves
        self.update()

    def set_cursor(self, frequency_hz: float | None) -> None:
        """Put the cursor somewhere, or hide it."""
        self.cursor_hz = frequency_hz
        self.setAccessibleDescription(self.cursor_text())
        self.update()

    def cursor_text(self) -> str:
        """What the cursor's box says, empty without a cursor."""
        if self.cursor_hz is None or self._is_empty:
            return ""
        return spoken(self.cursor_hz, readings_at(self.cursor_hz, self._live.frame, self.curves, self.match))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is visible of the axes."""
        self.geometry_shown = replace(self.geometry_shown, size=QSizeF(event.size()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the cursor."""
        at = event.position()
        inside = self.geometry_shown.area.contains(at)
        self.set_cursor(self.geometry_shown.frequency_hz(at.x()) if inside else None)

    def event(self, event: QEvent) -> bool:
        """Keep the plot's keys; show the help beside the curves only, never over them."""
        if event.type() == QEvent.Type.ShortcutOverride and is_plot_key(event):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and self.geometry_shown.area.contains(QPointF(event.pos())):
            event.ignore()
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the cursor."""
        self.set_cursor(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor by a semitone, or with Shift an octave."""
        step = 2.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else CURSOR_STEP
        if event.key() == Qt.Key.Key_Left:
            self._step_cursor(1.0 / step)
        elif event.key() == Qt.Key.Key_Right:
            self._step_cursor(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.set_cursor(None)
        else:
            super().keyPressEvent(event)

    def _step_cursor(self, factor: float) -> None:
        shown = self.geometry_shown.frequencies
        at = self.cursor_hz * factor if self.cursor_hz else shown.value(0.5)
        self.set_cursor(min(max(at, shown.low), shown.high))

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint backdrop, gain, curves, cursor."""
        painter, shown = QPainter(self), self.geometry_shown
        painter.drawPixmap(QPointF(), self._backdrop.picture(shown, self.devicePixelRatioF()))
        if self._is_empty:
            self._paint_notice(painter)
        else:
            self._drawing.paint(painter, shown, self.curves, self._live.frame)
            self._paint_cursor(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.current().highlight, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing to paint but a notice; the curves of a match need no sound."""
        return bool(self.notice) or (self._live.frame is None and self.match.report is None)

    def _paint_notice(self, painter: QPainter) -> None:
        painter.setFont(theme.font("body"))
        painter.setPen(theme.current().text_dim)
        painter.drawText(self.geometry_shown.area, Qt.AlignmentFlag.AlignCenter, self.notice)

    def _paint_cursor(self, painter: QPainter) -> None:
        if self.cursor_hz is not None:
            readings = readings_at(self.cursor_hz, self._live.frame, self.curves, self.match)
            paint_cursor(painter, self.geometry_shown, self.cursor_hz, readings)
