"""The spectrum's picture: curves over a backdrop, with a cursor.

Painted by QPainter: 1 to 3 ms a frame, where the same curves take pyqtgraph 8 to 14 ms.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.live import LiveFrame
from masterdesk.window.views.painting import safely
from masterdesk.window.views.spectrum.backdrop import Backdrop
from masterdesk.window.views.spectrum.curves import Curve
from masterdesk.window.views.spectrum.gain_shape import GainShape
from masterdesk.window.views.spectrum.geometry import Geometry
from masterdesk.window.views.spectrum.match_overlay import MatchOverlay
from masterdesk.window.views.spectrum.navigation import Navigation, is_plot_key
from masterdesk.window.views.spectrum.readout import SILENCE_DB, paint_cursor, readings_at, spoken
from masterdesk.window.views.spectrum.trace import PixelGrid, draw_line, points

FloatArray = npt.NDArray[np.floating]

HEARD_WIDTH, OTHER_WIDTH = 2.0, 1.5
NOW_ALPHA, HOLD_ALPHA = 0.36, 0.65
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
        self._grid: tuple[tuple[object, ...], PixelGrid] | None = None
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
            self._paint_frame(painter, self._live.frame)
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

    def _paint_frame(self, painter: QPainter, frame: LiveFrame | None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.geometry_shown
        painter.save()
        painter.setClipRect(shown.area)
        has_gain = self._paint_gains(painter, frame)
        lines = (curve for curve in self.curves if not curve.is_gain)
        for curve in sorted(lines, key=lambda curve: (not curve.is_faint, curve.is_heard)):
            if curve.is_match:
                self._paint_match(painter, curve)
            elif frame is not None:
                self._paint_curve(painter, frame, curve)
        painter.restore()
        if has_gain:
            self.gain_shape.paint_scale(painter, shown)
        if self.cursor_hz is not None:
            readings = readings_at(self.cursor_hz, frame, self.curves, self.match)
            paint_cursor(painter, shown, self.cursor_hz, readings)

    def _paint_gains(self, painter: QPainter, frame: LiveFrame | None) -> bool:
        gains = [(curve, self._gain_of(curve, frame)) for curve in self.curves if curve.is_gain]
        known = [(curve, *gain) for curve, gain in gains if gain is not None]
        for curve, frequencies_hz, gain_db in known:
            self.gain_shape.paint(
                painter, self.geometry_shown, frequencies_hz, gain_db, curve.color, is_line=curve.is_dashed
            )
        return bool(known)

    def _gain_of(self, curve: Curve, frame: LiveFrame | None) -> tuple[FloatArray, FloatArray] | None:
        if curve.is_match:
            return self.match.curve(curve.role)
        if frame is None or frame.eq_frequencies_hz is None or frame.eq_gain_db is None:
            return None
        return frame.eq_frequencies_hz, frame.eq_gain_db

    def _paint_match(self, painter: QPainter, curve: Curve) -> None:
        found = self.match.curve(curve.role)
        if found is not None:
            shown = self.geometry_shown
            xs = shown.area.left() + shown.frequencies.fractions(found[0]) * shown.area.width()
            width = HEARD_WIDTH if curve.is_heard else OTHER_WIDTH
            draw_line(painter, points(xs, shown.ys(found[1])), curve.color, width, curve.is_dashed)

    def _paint_curve(self, painter: QPainter, frame: LiveFrame, curve: Curve) -> None:
        levels_db = frame.spectra_db.get(curve.key)
        if curve.is_faint:
            if levels_db is not None:
                self._paint_line(painter, frame, levels_db + self.match.live_shift_db, curve.color)
            return
        if curve.is_heard:
            self._paint_line(painter, frame, frame.now_db, theme.with_alpha(curve.color, NOW_ALPHA))
            self._paint_line(painter, frame, frame.peak_hold_db, theme.with_alpha(curve.color, HOLD_ALPHA))
        width = HEARD_WIDTH if curve.is_heard else OTHER_WIDTH
        self._paint_line(painter, frame, levels_db, curve.color, width, curve.is_dashed)

    def _paint_line(
        self,
        painter: QPainter,
        frame: LiveFrame,
        levels_db: FloatArray | None,
        color: QColor,
        width: float = 1.0,
        dashed: bool = False,
    ) -> None:
        if levels_db is None or not len(levels_db) or levels_db.max() <= SILENCE_DB:
            return
        grid = self._pixel_grid(frame.frequencies_hz)
        draw_line(painter, points(grid.xs, self.geometry_shown.ys(grid.levels(levels_db))), color, width, dashed)

    def _pixel_grid(self, frequencies_hz: FloatArray) -> PixelGrid:
        shown = self.geometry_shown
        made_for = (shown.frequencies, shown.size, len(frequencies_hz), float(frequencies_hz[0]))
        if self._grid is None or self._grid[0] != made_for:
            self._grid = made_for, PixelGrid(frequencies_hz, shown.frequencies, shown.area)
        return self._grid[1]
