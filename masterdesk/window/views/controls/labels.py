"""Words and keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.views.painting import safely


def label(text: str = "", role: str = "body", tone: str = "", parent: QWidget | None = None) -> QLabel:
    """A label in one of the theme's fonts; `tone` is "dim", "faint", "ok", "warning" or "danger"."""
    result = QLabel(text, parent)
    result.setFont(theme.font(role))
    result.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        result.setProperty("tone", tone)
    return result


def wrapped(text: str = "", role: str = "body", tone: str = "") -> QLabel:
    """A label of as many lines as its text needs."""
    result = label(text, role, tone)
    result.setWordWrap(True)
    return result


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a label another tone."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().polish(widget)


class ElidedLabel(QWidget):
    """One line that ends in an ellipsis where it has no room; the whole text is then its tooltip."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._font, self._tone = "", theme.font(role), tone
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text. Its room stays as it is, so that nothing around it is laid out anew."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        measure = self._measure()
        return QSize(measure.horizontalAdvance(self._text) + 2, measure.height() + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(16, self._measure().height() + 2)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(getattr(theme.current(), self._tone))
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        self.setToolTip(self._text if shown != self._text else "")

    def _measure(self) -> QFontMetrics:
        return QFontMetrics(self._font)


class ClampedLabel(QWidget):
    """Words on at most `lines` lines, the last of which ends in an ellipsis; the whole text is then its tooltip."""

    def __init__(self, lines: int, role: str = "body", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._font, self._tone, self._text = lines, theme.font(role), tone, ""
        self.setFixedHeight(lines * QFontMetrics(self._font).lineSpacing())

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(getattr(theme.current(), self._tone))
        height = painter.fontMetrics().lineSpacing()
        for number, line in enumerate(self._broken(self.width())):
            room = QRect(0, number * height, self.width(), height)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)

    def _broken(self, width: int) -> list[str]:
        layout = QTextLayout(self._text, self._font)
        lines: list[str] = []
        layout.beginLayout()
        while len(lines) < self._lines and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            is_last = len(lines) == self._lines - 1
            lines.append(self._text[start:] if is_last else self._text[start : start + line.textLength()])
        layout.endLayout()
        measure = QFontMetrics(self._font)
        return [measure.elidedText(line.strip(), Qt.TextElideMode.ElideRight, width) for line in lines]


def badge(text: str) -> QLabel:
    """A key or letter in a small frame."""
    result = label(text, "small")
    result.setProperty("role", "badge")
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return result
