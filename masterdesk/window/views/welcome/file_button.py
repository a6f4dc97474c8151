"""A file that was opened before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, draw_row_background
from masterdesk.window.views.painting import safely

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FileButton(Button):
    """Name of the file, and its folder more softly."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(path.name, "quiet", parent)
        self._path = path
        self.setAccessibleName(f"Open {path.name}")
        self.setToolTip(str(path))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(200, 28)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        draw_row_background(painter, self)
        room = self.rect().adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        used = self._text(painter, room, self._path.name, "body", Qt.TextElideMode.ElideMiddle)
        painter.setPen(colors.text_dim)
        rest = room.adjusted(used + metrics.GAP, 0, 0, 0)
        self._text(painter, rest, str(self._path.parent), "small", Qt.TextElideMode.ElideMiddle)

    @staticmethod
    def _text(painter: QPainter, room: QRect, text: str, role: str, elide: Qt.TextElideMode) -> int:
        measure = QFontMetrics(theme.font(role))
        shown = measure.elidedText(text, elide, max(room.width(), 0))
        painter.setFont(theme.font(role))
        painter.setPen(theme.current().text if role == "body" else theme.current().text_dim)
        painter.drawText(room, _LEFT, shown)
        return measure.horizontalAdvance(shown)
