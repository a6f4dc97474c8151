"""Drop-down list, check box and radio button in the desk's look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QRadioButton, QStyledItemDelegate, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.glyphs import draw_glyph
from masterdesk.window.views.controls.keys import PRESS_KEYS, STEP_KEYS, claims
from masterdesk.window.views.painting import safely

SIGN_PX = 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SPACE = frozenset({Qt.Key.Key_Space})


class Chooser(QComboBox):
    """A drop-down list."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        # Only with a delegate of its own is the list drawn in the colors of the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, STEP_KEYS | PRESS_KEYS) or super().event(event)

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(super().sizeHint().width() + metrics.GAP, metrics.CONTROL_HEIGHT - 2)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isEnabled()
        painter.setPen(QPen(colors.highlight if self.hasFocus() else colors.panel_border, 1.0))
        painter.setBrush(colors.raised_hover if self.underMouse() and is_on else colors.raised)
        outer = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outer, metrics.CONTROL_RADIUS, metrics.CONTROL_RADIUS)
        color = colors.text if is_on else colors.text_disabled
        sign = QRectF(self.width() - 21, (self.height() - 12) / 2, 12, 12)
        draw_glyph(painter, "down", sign, colors.text_dim if is_on else color)
        painter.setPen(color)
        room = self.rect().adjusted(9, 0, -24, 0)
        text = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, text)


class Check(QCheckBox):
    """A check box."""

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, _SPACE) or super().event(event)

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return _size(self)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter, box = QPainter(self), _sign_box(self)
        colors = theme.current()
        _prepare(painter, self, self.isChecked())
        painter.drawRoundedRect(box, metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
        if self.isChecked():
            draw_glyph(painter, "check", box.adjusted(2.5, 2.5, -2.5, -2.5), colors.on_accent)
        _write(painter, self)


class Radio(QRadioButton):
    """A radio button."""

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, STEP_KEYS | _SPACE) or super().event(event)

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return _size(self)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter, box = QPainter(self), _sign_box(self)
        _prepare(painter, self, self.isChecked())
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().on_accent)
            painter.drawEllipse(box.adjusted(4.5, 4.5, -4.5, -4.5))
        _write(painter, self)


def _size(button: QCheckBox | QRadioButton) -> QSize:
    text = QFontMetrics(button.font()).horizontalAdvance(button.text())
    return QSize(SIGN_PX + metrics.GAP + text + 4, metrics.SMALL_CONTROL_HEIGHT)


def _sign_box(button: QWidget) -> QRectF:
    return QRectF(1, (button.height() - SIGN_PX) / 2, SIGN_PX, SIGN_PX).adjusted(0.5, 0.5, -0.5, -0.5)


def _prepare(painter: QPainter, button: QWidget, is_on: bool) -> None:
    """Pen and brush of the sign."""
    colors = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge: QColor = colors.accent if is_on else colors.text_faint
    painter.setPen(QPen(colors.highlight if button.hasFocus() else edge, 1.5 if button.hasFocus() else 1.0))
    painter.setBrush(colors.accent if is_on else colors.field)


def _write(painter: QPainter, button: QCheckBox | QRadioButton) -> None:
    colors = theme.current()
    painter.setPen(colors.text if button.isEnabled() else colors.text_disabled)
    painter.drawText(button.rect().adjusted(SIGN_PX + metrics.GAP, 0, 0, 0), _LEFT, button.text())
