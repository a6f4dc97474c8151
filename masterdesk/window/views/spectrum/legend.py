"""The spectrum's legend: an entry for each curve, which shows or hides it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.views.controls.pressing import PressKeys
from masterdesk.window.views.painting import safely
from masterdesk.window.views.spectrum.curves import GAIN, Curve

SAMPLE, GAP, MARGIN, BETWEEN = 15.0, 5.0, 4.0, 2
HEIGHT = 22


class Detail(Enum):
    """How much an entry writes: the whole name, its beginning, or nothing beside the sample."""

    FULL = "full"
    SHORT = "short"
    SAMPLE = "sample"


LONGEST = {Detail.FULL: 150.0, Detail.SHORT: 76.0, Detail.SAMPLE: 0.0}


class LegendEntry(PressKeys, QAbstractButton):
    """A sample of the line and its name; checked while the curve is shown."""

    def __init__(self, curve: Curve, is_shown: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.curve = curve
        self.setCheckable(True)
        self.setChecked(is_shown)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Show {curve.label}")
        self.setToolTip(f"Show or hide “{curve.label}” (Space when it has the focus)")
        self.set_detail(Detail.FULL)

    def text_for(self, detail: Detail) -> str:
        """What is written beside the sample."""
        return {Detail.FULL: self.curve.label, Detail.SHORT: self.curve.short_label, Detail.SAMPLE: ""}[detail]

    def width_for(self, detail: Detail) -> int:
        """Room for sample and text, up to a limit."""
        text = self.text_for(detail)
        width = min(QFontMetricsF(theme.font("small")).horizontalAdvance(text) + 2.0, LONGEST[detail])
        return round(2.0 * MARGIN + SAMPLE + (GAP + width if text else 0.0))

    def set_detail(self, detail: Detail) -> None:
        """Write more or less."""
        self._detail = detail
        self.setFixedSize(self.width_for(detail), HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sample and text, faint while hidden."""
        painter, colors = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isChecked() else 0.5)
        self._paint_sample(painter)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text if self.underMouse() or self.curve.is_heard else colors.text_dim)
        left = MARGIN + SAMPLE + GAP
        room = QRectF(left, 0.0, self.width() - left, self.height())
        label = self.text_for(self._detail)
        text = QFontMetricsF(painter.font()).elidedText(label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        if not self.isChecked():
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            painter.drawLine(QLineF(room.left(), HEIGHT / 2.0, room.left() + width, HEIGHT / 2.0))
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setPen(QPen(colors.highlight, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)

    def _paint_sample(self, painter: QPainter) -> None:
        middle, color = self.height() / 2.0, self.curve.color
        if self.curve.key == GAIN:
            painter.fillRect(QRectF(MARGIN, middle - 5.0, SAMPLE, 10.0), theme.with_alpha(color, 0.4))
            return
        pen = QPen(color, 2.0, Qt.PenStyle.CustomDashLine if self.curve.is_dashed else Qt.PenStyle.SolidLine)
        if self.curve.is_dashed:
            pen.setDashPattern([2.2, 1.6])
        painter.setPen(pen)
        painter.drawLine(QLineF(MARGIN, middle, MARGIN + SAMPLE, middle))


class Legend(QWidget):
    """All entries in a row. `toggled(role, shown)` when one is clicked."""

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[LegendEntry] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(BETWEEN)

    def width_for(self, detail: Detail) -> int:
        """Room for all entries."""
        gaps = max(len(self.entries) - 1, 0) * self._row.spacing()
        return sum(entry.width_for(detail) for entry in self.entries) + gaps

    def set_detail(self, detail: Detail) -> None:
        """Write more or less."""
        for entry in self.entries:
            entry.set_detail(detail)

    def show_curves(self, curves: list[Curve], hidden: frozenset[str]) -> None:
        """Make an entry for each curve; those whose role is `hidden` stand unchecked."""
        for entry in self.entries:
            self._row.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.entries = [LegendEntry(curve, curve.role not in hidden, self) for curve in curves]
        for entry in self.entries:
            self._row.addWidget(entry)
            entry.clicked.connect(lambda shown, role=entry.curve.role: self.toggled.emit(role, shown))
