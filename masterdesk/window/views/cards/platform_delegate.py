"""A platform's line in the list of targets: title, loudness, ceiling and how well the figures are founded."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.delegates import paint_item_background

FIGURES_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_LUFS_PX, _PEAK_PX, _BASIS_PX = 34, 74, 66
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE

Index = QModelIndex | QPersistentModelIndex


class PlatformDelegate(QStyledItemDelegate):
    """Paints one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: D102  Qt's name
        return QSize(200, 26)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102  Qt's name
        colors, rect = theme.current(), QRect(option.rect)
        painter.save()
        paint_item_background(painter, option)
        room = rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        figures = index.data(FIGURES_ROLE)
        if figures:
            lufs, peak, basis = figures
            room = self._column(painter, room, basis, "tiny", colors.text_faint, _BASIS_PX)
            room = self._column(painter, room, peak, "small_number", colors.text_dim, _PEAK_PX)
            room = self._column(painter, room, lufs, "number", colors.text, _LUFS_PX)
        painter.setFont(theme.font("body"))
        painter.setPen(colors.text)
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | _MIDDLE, title)
        painter.restore()

    @staticmethod
    def _column(painter: QPainter, room: QRect, text: str, role: str, color: object, width: int) -> QRect:
        painter.setFont(theme.font(role))
        painter.setPen(color)
        painter.drawText(QRect(room.right() - width, room.top(), width, room.height()), _RIGHT, text)
        return room.adjusted(0, 0, -width, 0)


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether a line is the chosen one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)
