"""The desk's slider: a thin bar in a source's color with a round knob."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.keys import STEP_KEYS, claims, drop_tab_focus
from masterdesk.window.views.painting import safely


class BarSlider(QSlider):
    """A slider over `low` to `high` in steps of `step`. `source` names the source whose color it has ("": neutral).

    `chosen(value)` is emitted for what the user does, never for `show_value`; `let_go` at the end of a drag or key.
    """

    chosen = Signal(float)
    let_go = Signal()

    def __init__(
        self, low: float, high: float, step: float = 1.0, source: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._step, self._source, self._showing = step, source, False
        self.setRange(round(low / step), round(high / step))
        self.setSingleStep(1)
        self.setPageStep(max(1, (self.maximum() - self.minimum()) // 10))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.valueChanged.connect(self._tell)

    def show_value(self, value: float) -> None:
        """Show what the model has."""
        self._showing = True
        self.setValue(round(value / self._step))
        self._showing = False

    def set_source(self, source: str) -> None:
        """Take the color of another source."""
        if source != self._source:
            self._source = source
            self.update()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(90, metrics.KNOB_SIZE + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(40, metrics.KNOB_SIZE + 2)

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, STEP_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        drop_tab_focus()
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if self.isSliderDown():
            self.setSliderDown(False)
            self.let_go.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turned over a slider that is not in use scrolls what is around it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        knob_x, middle = self._knob_x(), self.height() / 2
        _bar(painter, 0.0, float(self.width()), middle, colors.slider_groove)
        if self.isEnabled():
            _bar(painter, 0.0, knob_x, middle, self._color())
        painter.setPen(QPen(colors.highlight, 2.0) if self.hasFocus() else QPen(colors.knob_edge, 1.0))
        painter.setBrush(colors.knob if self.isEnabled() else colors.slider_groove)
        radius = metrics.KNOB_SIZE / 2 - 1
        painter.drawEllipse(QRectF(knob_x - radius, middle - radius, 2 * radius, 2 * radius))

    def _color(self) -> QColor:
        return theme.source_color(self._source) if self._source else theme.current().slider_value

    def _knob_x(self) -> float:
        share = (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
        return metrics.KNOB_SIZE / 2 + share * (self.width() - metrics.KNOB_SIZE)

    def _go_to(self, x: float) -> None:
        share = (x - metrics.KNOB_SIZE / 2) / max(self.width() - metrics.KNOB_SIZE, 1)
        self.setValue(round(self.minimum() + share * (self.maximum() - self.minimum())))

    def _tell(self, ticks: int) -> None:
        if not self._showing:
            self.chosen.emit(ticks * self._step)
            if not self.isSliderDown():
                self.let_go.emit()


def _bar(painter: QPainter, left: float, right: float, middle: float, color: QColor) -> None:
    painter.setBrush(color)
    half = metrics.BAR_HEIGHT / 2
    painter.drawRoundedRect(QRectF(left, middle - half, right - left, 2 * half), half, half)
