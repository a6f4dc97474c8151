"""The five bars: true peak left and right, momentary and short-term loudness, gain reduction."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.views.controls.pressing import PressKeys
from masterdesk.window.views.meters.levels import LEVEL_SCALE, REDUCTION_SCALE, Bar, Bars, Scale
from masterdesk.window.views.painting import safely

TITLES = ("L", "R", "M", "S", "GR")
#: Left edges of the bars; the scales stand left of L and right of GR.
LEFTS, BAR, WIDTH = (28.0, 46.0, 72.0, 90.0, 116.0), 14.0, 154
TOP, FOOT = 7.0, 20.0
#: Marks closer than this, in pixels, are left out.
LEAST_DISTANCE = 13.0
HOLD_THICKNESS = 2.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MeterBars(PressKeys, QAbstractButton):
    """Shows `Bars`. `clicked` when maxima are to be forgotten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Bars()
        self._groove, self._fill = QPixmap(), QPixmap()
        self._made_for: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Level meters; press to reset maxima")
        self.setToolTip(
            "L, R: true peak in dBTP. M, S: momentary and short-term loudness in LUFS, the dashed line is the target.\n"
            "GR: gain reduction of the limiter in dB. Click to reset the maxima (Shift+R)."
        )

    def show_bars(self, bars: Bars) -> None:
        """Show another measurement."""
        if bars != self._bars:
            self._bars = bars
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as bars and scales are."""
        return QSize(WIDTH, 260)

    def minimumSizeHint(self) -> QSize:
        """Low windows get short bars."""
        return QSize(WIDTH, 120)

    def column(self, number: int) -> QRectF:
        """Where bar `number` (from 0) stands."""
        return QRectF(LEFTS[number], TOP, BAR, max(self.height() - TOP - FOOT, 1.0))

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands still from its picture, then the levels."""
        self._prepare()
        painter, bars = QPainter(self), self._bars
        painter.drawPixmap(QPointF(), self._groove)
        for number, bar in enumerate((bars.left, bars.right, bars.momentary, bars.short_term)):
            self._paint_bar(painter, self.column(number), bar)
        self._paint_reduction(painter, self.column(4), bars.reduction)
        _paint_line(painter, self.column(0).united(self.column(1)), bars.ceiling, theme.current().text_dim)
        _paint_line(painter, self.column(2).united(self.column(3)), bars.target, theme.current().highlight)
        if self.hasFocus():
            painter.setPen(QPen(theme.current().highlight, 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_bar(self, painter: QPainter, column: QRectF, bar: Bar) -> None:
        colors = theme.current()
        fine, over = _part(column, 0.0, min(bar.level, bar.limit)), _part(column, bar.limit, bar.level)
        scale = self._fill.devicePixelRatio()
        source = QRectF(0.0, (fine.top() - column.top()) * scale, BAR * scale, fine.height() * scale)
        painter.drawPixmap(fine, self._fill, source)
        if bar.level > bar.limit:
            painter.fillRect(over, colors.danger)
        if bar.held is not None:
            top = column.bottom() - bar.held * column.height()
            color = colors.danger if bar.held > bar.limit + 1e-6 else colors.text
            painter.fillRect(QRectF(column.left(), top - HOLD_THICKNESS / 2.0, BAR, HOLD_THICKNESS), color)

    def _paint_reduction(self, painter: QPainter, column: QRectF, share: float) -> None:
        painter.fillRect(QRectF(column.left(), column.top(), BAR, share * column.height()), theme.current().highlight)

    def _prepare(self) -> None:
        wanted = (self.size(), self.devicePixelRatioF(), theme.current().name)
        if wanted == self._made_for:
            return
        self._made_for = wanted
        self._groove = self._blank(self.width(), self.height())
        self._groove.fill(theme.current().panel)
        painter = QPainter(self._groove)
        self._paint_still(painter)
        painter.end()
        self._fill = self._gradient()

    def _blank(self, width: float, height: float) -> QPixmap:
        scale = self.devicePixelRatioF()
        picture = QPixmap(max(round(width * scale), 1), max(round(height * scale), 1))
        picture.setDevicePixelRatio(scale)
        return picture

    def _gradient(self) -> QPixmap:
        column, colors = self.column(0), theme.current()
        picture = self._blank(BAR, column.height())
        gradient = QLinearGradient(0.0, column.height(), 0.0, 0.0)
        gradient.setColorAt(0.0, colors.meter_low)
        gradient.setColorAt(1.0, colors.meter_high)
        painter = QPainter(picture)
        painter.fillRect(QRectF(0.0, 0.0, BAR, column.height() + 1.0), gradient)
        painter.end()
        return picture

    def _paint_still(self, painter: QPainter) -> None:
        colors = theme.current()
        painter.setFont(theme.font("tiny_number"))
        for number, title in enumerate(TITLES):
            column = self.column(number)
            painter.fillRect(column, colors.meter_groove)
            painter.setPen(colors.text_dim)
            foot = QRectF(column.center().x() - 14.0, column.bottom() + 4.0, 28.0, FOOT - 4.0)
            painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, title)
        self._paint_scale(painter, LEVEL_SCALE, self.column(0), is_left=True)
        self._paint_scale(painter, REDUCTION_SCALE, self.column(4), is_left=False)

    def _paint_scale(self, painter: QPainter, scale: Scale, column: QRectF, is_left: bool) -> None:
        last = -LEAST_DISTANCE
        for mark in scale.marks:
            share = scale.share(mark)
            y = column.bottom() - share * column.height() if is_left else column.top() + share * column.height()
            if y - last < LEAST_DISTANCE:
                continue
            last = y
            self._paint_mark(painter, column, y, mark, is_left)

    def _paint_mark(self, painter: QPainter, column: QRectF, y: float, mark: float, is_left: bool) -> None:
        colors, line = theme.current(), round(y - 0.5) + 0.5
        text = f"{abs(mark):g}" if mark <= 0.0 else f"+{mark:g}"
        painter.setPen(colors.text_faint)
        if is_left:
            painter.drawText(QRectF(0.0, y - 8.0, column.left() - 6.0, 16.0), _RIGHT, text)
            painter.setPen(QPen(colors.grid_strong, 1.0))
            for number in range(4):
                at = self.column(number)
                painter.drawLine(QLineF(at.left(), line, at.right(), line))
        else:
            painter.drawText(QRectF(column.right() + 6.0, y - 8.0, 22.0, 16.0), _LEFT, text)
            painter.setPen(QPen(colors.grid_strong, 1.0))
            painter.drawLine(QLineF(column.left(), line, column.right(), line))


def _part(column: QRectF, low: float, high: float) -> QRectF:
    """The part of a bar between two shares of its height."""
    return QRectF(column.left(), column.bottom() - high * column.height(), BAR, max(high - low, 0.0) * column.height())


def _paint_line(painter: QPainter, columns: QRectF, share: float | None, color: QColor) -> None:
    """A dashed line across two bars and a little beyond."""
    if share is None:
        return
    y = round(columns.bottom() - share * columns.height() - 0.5) + 0.5
    painter.setPen(QPen(color, 1.0, Qt.PenStyle.CustomDashLine))
    pen = painter.pen()
    pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.drawLine(QLineF(columns.left() - 3.0, y, columns.right() + 3.0, y))
