"""What the delegates of several lists share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from masterdesk.window import theme
from masterdesk.window.theme import metrics

_State = QStyle.StateFlag


def paint_item_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Fill behind an item that is chosen or under the mouse; frame the one that the keys move."""
    colors = theme.current()
    state = option.state
    box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if state & _State.State_Selected:
        painter.setBrush(colors.highlight_fill)
        painter.drawRoundedRect(box, metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
    elif state & _State.State_MouseOver:
        painter.setBrush(theme.with_alpha(colors.text, 0.06))
        painter.drawRoundedRect(box, metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
    if state & _State.State_HasFocus:
        painter.setPen(QPen(colors.highlight, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
