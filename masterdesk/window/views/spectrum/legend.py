"""The spectrum's legend: an entry for each curve, which shows or hides it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.views.controls.keys import PRESS_KEYS, claims
from masterdesk.window.views.spectrum.curves import GAIN, Curve

SAMPLE, GAP, MARGIN = 16.0, 6.0, 5.0
HEIGHT, LONGEST = 22, 150.0


class LegendEntry(QAbstractButton):
    """A sample of the line and its name; checked while the curve is shown."""

    def __init__(self, curve: Curve, is_shown: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.curve = curve
        self.setCheckable(True)
        self.setChecked(is_shown)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Show {curve.label}")
        self.setToolTip(f"Show or hide “{curve.label}” (Space when it has the focus)")
        self.setFixedSize(self.sizeHint())

    def event(self, event: QEvent) -> bool:
        """Space and Return belong to the entry while it has the focus."""
        return claims(event, PRESS_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show or hide by Space or Return."""
        if event.key() in PRESS_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as its text, up to a limit."""
        metrics = QFontMetricsF(theme.font("small"))
        text = min(metrics.horizontalAdvance(self.curve.label) + 1.0, LONGEST)
        return QSize(round(2.0 * MARGIN + SAMPLE + GAP + text), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sample and text, faint while hidden."""
        painter, colors = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isChecked() else 0.5)
        self._paint_sample(painter)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text if self.underMouse() or self.curve.is_heard else colors.text_dim)
        room = QRectF(MARGIN + SAMPLE + GAP, 0.0, self.width() - MARGIN - SAMPLE - GAP, self.height())
        text = QFontMetricsF(painter.font()).elidedText(self.curve.label, Qt.TextElideMode.ElideRight, room.width())
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
        self._row.setSpacing(theme.metrics.TIGHT)

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
