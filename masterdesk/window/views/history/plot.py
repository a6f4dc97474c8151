"""The loudness history's picture, by pyqtgraph: axes, zoom and scroll are its business.

It is drawn anew a few times a second at most; the playhead moves on a transparent layer above it.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_state import ORIGINAL, Region
from masterdesk.window.views.history.playhead import Playhead
from masterdesk.window.views.history.scales import LoudnessScale, TimeScale, marks
from masterdesk.window.views.history.sources import Curve, Shown

HIGHEST_LUFS, LOWEST_LUFS, SHOWN_FROM_LUFS = 0.0, -70.0, -42.0
LEAST_SPAN_S, LEAST_SPAN_LU = 2.0, 6.0
MOMENTARY_ALPHA, WHOLE_ALPHA, WINDOW_ALPHA = 0.45, 0.75, 0.05
LEFT_ROOM, BOTTOM_ROOM, TOP_ROOM = 40, 22, 7.0
ZOOM = 0.8
SHORT_TERM_WIDTH = 2.0
INTEGRATED_STYLE, TARGET_STYLE = Qt.PenStyle.DotLine, Qt.PenStyle.DashLine
NOTHING = Curve(np.zeros(0), np.zeros(0), np.zeros(0))
HELP = (
    "Click: play from here. Wheel: zoom time (over the scale: loudness). Drag: move. Double click: show everything.\n"
    "With the focus here: + and \N{MINUS SIGN} zoom."
)


class HistoryPlot(pg.PlotWidget):  # type: ignore[misc]
    """Curves of `Shown` over the track's time. `clicked(seconds)` asks to play from there."""

    clicked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = {"bottom": TimeScale("bottom"), "left": LoudnessScale("left")}
        super().__init__(parent, axisItems=axes)
        self._whole, self._momentary, self._short_term = (self._curve() for _ in range(3))
        self._window = pg.LinearRegionItem(movable=False)
        self._integrated, self._target = self._line(), self._line()
        self._reset_to = Region(0.0, 1.0)
        self.duration_s = 0.0
        self._set_up()
        self.playhead = Playhead(self)
        self.sigRangeChanged.connect(self.playhead.follow)

    def _set_up(self) -> None:
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.layout.setContentsMargins(0.0, TOP_ROOM, 0.0, 0.0)
        item.getAxis("left").setWidth(LEFT_ROOM)
        item.getAxis("bottom").setHeight(BOTTOM_ROOM)
        item.vb.setDefaultPadding(0.0)
        self.addItem(self._window)
        for part in (self._whole, self._momentary, self._short_term, self._integrated, self._target):
            self.addItem(part)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Loudness over time")
        self.setToolTip(HELP)
        self.scene().sigMouseClicked.connect(self._click)

    def _curve(self) -> pg.PlotCurveItem:
        return pg.PlotCurveItem(connect="finite", antialias=True, skipFiniteCheck=True)

    def _line(self) -> pg.InfiniteLine:
        """A level. Its words stand over the plot: curves run along it, and would be covered."""
        return pg.InfiniteLine(angle=0, movable=False)

    def show_history(self, shown: Shown) -> None:
        """Show other curves and lines."""
        colors, color = theme.current(), theme.source_color(shown.key)
        self._whole.setPen(pg.mkPen(theme.with_alpha(theme.source_color(ORIGINAL), WHOLE_ALPHA)))
        self._momentary.setPen(pg.mkPen(theme.with_alpha(color, MOMENTARY_ALPHA)))
        self._short_term.setPen(pg.mkPen(color, width=SHORT_TERM_WIDTH))
        whole = shown.whole or NOTHING
        heard = shown.heard or NOTHING
        self._whole.setData(whole.times_s, whole.short_term_lufs)
        self._momentary.setData(heard.times_s, heard.momentary_lufs)
        self._short_term.setData(heard.times_s, heard.short_term_lufs)
        _place(self._integrated, shown.integrated_lufs, color, INTEGRATED_STYLE)
        _place(self._target, shown.target_lufs, colors.highlight, TARGET_STYLE)

    def show_window(self, window: Region) -> None:
        """Mark the previews' window."""
        self._window.setRegion((window.start_s, window.stop_s))

    def show_theme(self) -> None:
        """Take the colors of the theme."""
        colors = theme.current()
        self.setBackground(colors.panel)
        for name in ("bottom", "left"):
            axis = self.getPlotItem().getAxis(name)
            axis.setTickFont(theme.font("tiny_number"))
            axis.setTextPen(colors.text_faint)
            axis.setPen(colors.grid_strong)
            axis.setStyle(tickLength=0)
        self._window.setBrush(theme.with_alpha(colors.text, WINDOW_ALPHA))
        for edge in self._window.lines:
            edge.setPen(pg.mkPen(colors.grid_strong))
        self.playhead.update()

    def set_duration(self, duration_s: float) -> None:
        """Let the time axis reach over the whole track."""
        self.duration_s = duration_s
        limits = {"yMin": LOWEST_LUFS, "yMax": HIGHEST_LUFS, "minYRange": LEAST_SPAN_LU}
        self.setLimits(xMin=0.0, xMax=max(duration_s, LEAST_SPAN_S), minXRange=LEAST_SPAN_S, **limits)

    def look_at(self, region: Region) -> None:
        """Show this part of the track; a double click comes back to it."""
        self._reset_to = region
        self.setRange(xRange=(region.start_s, region.stop_s), yRange=(SHOWN_FROM_LUFS, HIGHEST_LUFS), padding=0.0)

    def zoom(self, factor: float) -> None:
        """Show `factor` times as much time around the middle."""
        self.getPlotItem().vb.scaleBy(x=factor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by + and -; other keys are not the plot's business."""
        factors: dict[int, float] = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Equal: ZOOM, Qt.Key.Key_Minus: 1.0 / ZOOM}
        if event.key() in factors:
            self.zoom(factors[event.key()])
        else:
            event.ignore()

    def drawBackground(self, painter: QPainter, exposed: QRectF) -> None:
        """Paint the grid here: as pyqtgraph's axes do it, it costs ten times as much as everything else."""
        super().drawBackground(painter, exposed)
        area, (times, levels) = self.getPlotItem().vb.sceneBoundingRect(), self.viewRange()
        painter.setPen(QPen(theme.current().grid, 1.0))
        for share in marks(self.getPlotItem().getAxis("bottom"), times, area.width()):
            x = round(area.left() + share * area.width()) + 0.5
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        for share in marks(self.getPlotItem().getAxis("left"), levels, area.height()):
            y = round(area.bottom() - share * area.height()) + 0.5
            painter.drawLine(QLineF(area.left(), y, area.right(), y))

    def plot_area(self) -> QRectF:
        """Where curves are, in the widget's coordinates."""
        return QRectF(self.mapFromScene(self.getPlotItem().vb.sceneBoundingRect()).boundingRect())

    def x(self, seconds: float) -> float:
        """Where a time is, in the widget's coordinates."""
        area, (low, high) = self.plot_area(), self.viewRange()[0]
        return float(area.left() + (seconds - low) / (high - low) * area.width())

    def _click(self, event: object) -> None:
        if event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return
        if event.double():  # type: ignore[attr-defined]
            self.look_at(self._reset_to)
            return
        seconds = self.getPlotItem().vb.mapSceneToView(event.scenePos()).x()  # type: ignore[attr-defined]
        if 0.0 <= seconds <= self.duration_s:
            self.clicked.emit(seconds)


def _place(line: pg.InfiniteLine, level: float | None, color: QColor, style: Qt.PenStyle) -> None:
    line.setVisible(level is not None)
    if level is not None:
        line.setPos(level)
        line.setPen(pg.mkPen(color, width=1.0, style=style))
