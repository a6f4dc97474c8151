"""Signs on buttons, drawn as shapes so that they are sharp at every scale and follow the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF


def draw_glyph(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Draw the sign `name` into `box`. Shapes are given on a field of 16 by 16."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16.0, box.height() / 16.0)
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _GLYPHS[name](painter, color)
    painter.restore()


def _fill(painter: QPainter, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _play(painter: QPainter, color: QColor) -> None:
    _fill(painter, color)
    painter.drawPolygon(_polygon((4, 2), (14, 8), (4, 14)))


def _pause(painter: QPainter, color: QColor) -> None:
    _fill(painter, color)
    painter.drawRect(QRectF(3.2, 2, 3.4, 12))
    painter.drawRect(QRectF(9.4, 2, 3.4, 12))


def _loop(painter: QPainter, color: QColor) -> None:
    path = QPainterPath()
    path.arcMoveTo(QRectF(2.5, 3, 11, 10), 60)
    path.arcTo(QRectF(2.5, 3, 11, 10), 60, 290)
    painter.drawPath(path)
    painter.drawPolyline(_polygon((7.6, 1.0), (10.8, 3.6), (7.4, 5.8)))


def _speaker(painter: QPainter, color: QColor) -> None:
    _speaker_body(painter, color)
    painter.drawArc(QRectF(7.5, 5, 5, 6), -60 * 16, 120 * 16)
    painter.drawArc(QRectF(6.5, 2.5, 9, 11), -55 * 16, 110 * 16)


def _muted(painter: QPainter, color: QColor) -> None:
    _speaker_body(painter, color)
    painter.drawLine(QPointF(10.5, 5.5), QPointF(15, 10.5))
    painter.drawLine(QPointF(15, 5.5), QPointF(10.5, 10.5))


def _speaker_body(painter: QPainter, color: QColor) -> None:
    painter.save()
    _fill(painter, color)
    painter.drawPolygon(_polygon((1, 5.5), (4, 5.5), (8, 2), (8, 14), (4, 10.5), (1, 10.5)))
    painter.restore()


def _close(painter: QPainter, color: QColor) -> None:
    painter.drawLine(QPointF(4, 4), QPointF(12, 12))
    painter.drawLine(QPointF(12, 4), QPointF(4, 12))


def _retry(painter: QPainter, color: QColor) -> None:
    painter.drawArc(QRectF(3, 3, 10, 10), 30 * 16, 290 * 16)
    painter.drawPolyline(_polygon((13.4, 2.2), (12.6, 5.8), (9.2, 4.8)))


def _folder(painter: QPainter, color: QColor) -> None:
    painter.drawPolygon(_polygon((2, 4), (6.2, 4), (7.6, 5.6), (14, 5.6), (14, 12.6), (2, 12.6)))


def _chevron(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(_polygon((4.5, 6.5), (8, 10), (11.5, 6.5)))


def _up(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(_polygon((4.5, 9.5), (8, 6), (11.5, 9.5)))


def _left(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(_polygon((9.5, 4.5), (6, 8), (9.5, 11.5)))


def _right(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(_polygon((6.5, 4.5), (10, 8), (6.5, 11.5)))


def _check(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(_polygon((3, 8.5), (6.5, 12), (13, 4.5)))


def _warning(painter: QPainter, color: QColor) -> None:
    painter.drawPolygon(_polygon((8, 2.2), (14.4, 13.4), (1.6, 13.4)))
    painter.drawLine(QPointF(8, 6.4), QPointF(8, 9.4))
    painter.drawPoint(QPointF(8, 11.5))


def _note(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(_polygon((6, 12), (6, 3.5), (13, 2), (13, 10.5)))
    _fill(painter, color)
    painter.drawEllipse(QPointF(4.4, 12), 1.9, 1.6)
    painter.drawEllipse(QPointF(11.4, 10.6), 1.9, 1.6)


def _locked(painter: QPainter, color: QColor) -> None:
    painter.drawArc(QRectF(5, 2, 6, 8), 0, 180 * 16)
    painter.drawLine(QPointF(5, 6), QPointF(5, 7.6))
    painter.drawLine(QPointF(11, 6), QPointF(11, 7.6))
    _lock_body(painter, color)


def _unlocked(painter: QPainter, color: QColor) -> None:
    painter.drawArc(QRectF(8, 1.6, 6, 8), 0, 180 * 16)
    painter.drawLine(QPointF(8, 5.6), QPointF(8, 7.6))
    painter.drawRoundedRect(QRectF(3, 7.6, 10, 6.4), 1.2, 1.2)


def _lock_body(painter: QPainter, color: QColor) -> None:
    _fill(painter, color)
    painter.drawRoundedRect(QRectF(3, 7.2, 10, 7), 1.2, 1.2)


_GLYPHS: dict[str, Callable[[QPainter, QColor], None]] = {
    "play": _play,
    "pause": _pause,
    "loop": _loop,
    "speaker": _speaker,
    "muted": _muted,
    "close": _close,
    "retry": _retry,
    "folder": _folder,
    "down": _chevron,
    "up": _up,
    "left": _left,
    "right": _right,
    "check": _check,
    "warning": _warning,
    "note": _note,
    "locked": _locked,
    "unlocked": _unlocked,
}
