"""Integrated loudness, true peak and loudness range at the foot of a card."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from masterdesk.engine.types.analysis import Loudness
from masterdesk.window import theme
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import figure

UNITS = ("LUFS", "TP", "LRA")
#: On a narrow card the units go before a figure does; all cards have the same three in the same order.
FEWER_UNITS = (("", "TP", "LRA"), ("", "", ""))
_SPOKEN = ("{} LUFS", "true peak {} dBTP", "range {} LU")
_WAITING = "…"
_LINE_Y = 8
UNIT_GAP, LEAST_GAP = 3, 5
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Readings(QWidget):
    """Three figures under a line; `caption` stands in the line at its right, such as "estimate".

    Beside their units where there is room, above them on a narrow card (`stacked`).
    """

    def __init__(self, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stacked, self._dense = stacked, False
        self._figures: tuple[str, ...] = ("", "", "")
        self._caption, self._caption_tone = "", "warning"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def texts(self) -> tuple[str, ...]:
        """The figures as they are shown."""
        return self._figures

    @property
    def caption(self) -> str:
        """What stands in the line."""
        return self._caption

    def set_dense(self, dense: bool) -> None:
        """Smaller figures, for low windows."""
        self._dense = dense
        self.updateGeometry()
        self.update()

    def show_loudness(self, loudness: Loudness | None, caption: str = "", waiting: bool = False) -> None:
        """Show the readings of a file or a master; without any, nothing, or dots while they are on their way."""
        if loudness is None:
            figures: tuple[str, ...] = (_WAITING if waiting else "",) * 3
        else:
            values = (loudness.integrated_lufs, loudness.true_peak_dbtp, loudness.range_lu)
            signs = (False, (loudness.true_peak_dbtp or 0.0) > 0.0, False)
            figures = tuple(figure(value, 1, sign) for value, sign in zip(values, signs, strict=True))
        if (figures, caption) != (self._figures, self._caption):
            self._figures, self._caption = figures, caption
            self.setAccessibleName(self._spoken())
            self.update()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(120, (42 if self._dense else 48) if self._stacked else (28 if self._dense else 34))

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(60, self.sizeHint().height())

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter = QPainter(self)
        top = _LINE_Y
        self._paint_line(painter, top)
        if not any(self._figures):
            return
        room = QRectF(0, top + 7, self.width(), self.height() - top - 7)
        if self._stacked:
            self._paint_stacked(painter, room)
        else:
            self._paint_row(painter, room, *self.look())

    def look(self) -> tuple[str, str, tuple[str, ...]]:
        """The largest fonts of figures and units in which all three readings fit, and the units that fit with them."""
        sizes = [("small_number", "small"), ("small_number", "tiny"), ("tiny_number", "tiny")][
            1 if self._dense else 0 :
        ]
        looks = [(*size, UNITS) for size in sizes] + [("tiny_number", "tiny", units) for units in FEWER_UNITS]
        fitting = (look for look in looks if sum(self._widths(*look)) + 2 * LEAST_GAP <= self.width())
        return next(fitting, looks[-1])

    def _widths(self, number: str, unit: str, names: tuple[str, ...]) -> list[int]:
        numbers, units = QFontMetrics(theme.font(number)), QFontMetrics(theme.font(unit))
        pairs = zip(self._figures, names, strict=True)
        return [
            numbers.horizontalAdvance(text) + (UNIT_GAP + units.horizontalAdvance(name) if name else 0)
            for text, name in pairs
        ]

    def _paint_line(self, painter: QPainter, y: int) -> None:
        colors = theme.current()
        right = self.width()
        if self._caption:
            painter.setFont(theme.font("tiny"))
            advance = painter.fontMetrics().horizontalAdvance(self._caption)
            painter.setPen(getattr(colors, self._caption_tone))
            painter.drawText(QRectF(right - advance, y - 8, advance, 16), _MIDDLE, self._caption)
            right -= advance + 6
        painter.fillRect(0, y, right, 1, colors.panel_border)

    def _paint_row(self, painter: QPainter, room: QRectF, number: str, unit: str, names: tuple[str, ...]) -> None:
        colors, widths = theme.current(), self._widths(number, unit, names)
        gap = max((room.width() - sum(widths)) / 2, LEAST_GAP)
        x = 0.0
        for text, name, width in zip(self._figures, names, widths, strict=True):
            painter.setFont(theme.font(number))
            advance = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(colors.text)
            painter.drawText(QRectF(x, room.top(), advance + 2, room.height()), _MIDDLE, text)
            painter.setFont(theme.font(unit))
            painter.setPen(colors.text_faint)
            painter.drawText(QRectF(x + advance + UNIT_GAP, room.top(), width, room.height()), _MIDDLE, name)
            x += width + gap

    def _paint_stacked(self, painter: QPainter, room: QRectF) -> None:
        colors, half = theme.current(), room.height() / 2
        aligns = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for text, name, align in zip(self._figures, UNITS, aligns, strict=True):
            painter.setFont(theme.font("tiny_number" if self._dense else "small_number"))
            painter.setPen(colors.text)
            painter.drawText(QRectF(0, room.top(), room.width(), half), align | _MIDDLE, text)
            painter.setFont(theme.font("tiny"))
            painter.setPen(colors.text_faint)
            painter.drawText(QRectF(0, room.top() + half, room.width(), half), align | _MIDDLE, name)

    def _spoken(self) -> str:
        parts = [spoken.format(text) for spoken, text in zip(_SPOKEN, self._figures, strict=True) if text]
        return ", ".join(([self._caption] if self._caption else []) + parts) or "not measured"
