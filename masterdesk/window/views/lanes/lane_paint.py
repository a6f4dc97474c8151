"""Parts of a lane's picture that stand over its waveform."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from masterdesk.window import theme
from masterdesk.window.theme import metrics

#: How much of a color lies over what it marks.
WINDOW_FILL, LOOP_FILL = 0.13, 0.07
GRIP_WIDTH, GRIP_SHARE = 4.0, 0.32
PLAYHEAD_WIDTH = 1.5
PROGRESS_HEIGHT = 2.0
BUBBLE_HEIGHT = 20.0


def paint_window(painter: QPainter, box: QRectF, color: QColor) -> None:
    """The frame of the window that is previewed, over its filled ground."""
    painter.setPen(QPen(color, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_grips(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Where the window is held to be dragged."""
    height = box.height() * GRIP_SHARE
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x in (box.left() + 0.5, box.right() - 0.5):
        grip = QRectF(x - GRIP_WIDTH / 2, box.center().y() - height / 2, GRIP_WIDTH, height)
        painter.drawRoundedRect(grip, GRIP_WIDTH / 2, GRIP_WIDTH / 2)


def paint_dashed_window(painter: QPainter, box: QRectF, color: QColor) -> None:
    """The part of the reference that plays beside the window."""
    pen = QPen(color, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_line(painter: QPainter, x: float, height: float, color: QColor, width: float = PLAYHEAD_WIDTH) -> None:
    """An upright line through the lane, such as the playhead."""
    painter.setPen(QPen(color, width))
    painter.drawLine(QLineF(x, 0.0, x, height))


def paint_progress(painter: QPainter, lane: QRectF, fraction: float) -> None:
    """A thin line at the lower edge, as long as what has been read."""
    colors = theme.current()
    bar = QRectF(lane.left(), lane.bottom() - PROGRESS_HEIGHT, lane.width(), PROGRESS_HEIGHT)
    painter.fillRect(bar, colors.slider_groove)
    bar.setWidth(lane.width() * fraction)
    painter.fillRect(bar, colors.highlight)


def paint_message(painter: QPainter, lane: QRectF, text: str, color: QColor) -> None:
    """Words in an empty lane, cut off where there are too many."""
    painter.setPen(QPen(theme.current().panel_border, 1.0, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = metrics.CONTROL_RADIUS
    painter.drawRoundedRect(lane.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(color)
    painter.setFont(theme.font("body"))
    inside = lane.adjusted(metrics.PADDING, 2, -metrics.PADDING, -2)
    painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def paint_focus(painter: QPainter, lane: QRectF) -> None:
    """The keyboard is here."""
    painter.setPen(QPen(theme.current().highlight, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(lane.adjusted(0.5, 0.5, -0.5, -0.5), metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)


def bubble_box(text: str, x: float, lane: QRectF) -> QRectF:
    """Where a read-out stands beside a pointer at `x`: right of it, or left where there is no room."""
    width = QFontMetricsF(theme.font("small_number")).horizontalAdvance(text) + 2 * metrics.GAP
    left = x + metrics.GAP if x + metrics.GAP + width <= lane.right() else x - metrics.GAP - width
    top = lane.bottom() - BUBBLE_HEIGHT - metrics.TIGHT
    return QRectF(max(left, lane.left()), top, width, BUBBLE_HEIGHT)


def paint_bubble(painter: QPainter, box: QRectF, text: str) -> None:
    """A read-out in its box."""
    colors = theme.current()
    painter.setPen(QPen(colors.panel_border, 1.0))
    painter.setBrush(colors.raised)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
    painter.setPen(colors.text)
    painter.setFont(theme.font("small_number"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def strip_at(x: float, height: int) -> QRect:
    """The pixels that an upright line at `x` touches."""
    return QRect(int(x) - 2, 0, 5, height)


def near(place: QPointF, x: float, reach: float) -> bool:
    """Whether a pointer is close to an upright line."""
    return abs(place.x() - x) <= reach
