"""A slot that can be switched on for rendering, in its color."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.glyphs import draw_glyph
from masterdesk.window.views.painting import safely

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SlotToggle(QPushButton):
    """Its number and name over its loudness; a check mark when it is on."""

    def __init__(self, key: str, name: str, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._name, self._detail = key, name, detail
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Card {key}, {name}")
        self.setAccessibleDescription(detail)
        self.setToolTip(f"Card {key}: {name}, {detail}")

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(120, 46)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter, is_on = theme.current(), QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme.source_color(self._key)
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(colors.highlight if self.hasFocus() else color if is_on else colors.panel_border, width))
        painter.setBrush(theme.mix(colors.raised, color, 0.14) if is_on else colors.raised)
        outer = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(outer, metrics.CONTROL_RADIUS, metrics.CONTROL_RADIUS)
        if is_on:
            draw_glyph(painter, "check", QRectF(self.width() - 22, 8, 13, 13), colors.text)
        self._line(painter, 6, f"{self._key}  {self._name}", "strong", 26)
        self._line(painter, 23, self._detail, "small", 8)

    def _line(self, painter: QPainter, top: int, text: str, role: str, margin: int) -> None:
        colors = theme.current()
        painter.setFont(theme.font(role))
        painter.setPen(colors.text if role == "strong" else colors.text_dim)
        room = self.rect().adjusted(10, top, -margin, 0)
        room.setHeight(17)
        painter.drawText(room, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
