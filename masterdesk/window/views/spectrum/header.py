"""Tools and legend in one row; the legend gets shorter where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.views.spectrum.curves import Curve
from masterdesk.window.views.spectrum.legend import Detail, Legend
from masterdesk.window.views.spectrum.tools import SpectrumTools


class SpectrumHeader(QWidget):
    """Takes any width from that of the tools and the legend's samples on."""

    def __init__(self, tools: SpectrumTools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self.legend = tools, Legend(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(tools)
        row.addStretch(1)
        row.addWidget(self.legend)

    def show_curves(self, curves: list[Curve], hidden: frozenset[str]) -> None:
        """Show other entries in the legend."""
        self.legend.show_curves(curves, hidden)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Everything in full."""
        return self._size(Detail.FULL)

    def minimumSizeHint(self) -> QSize:
        """The legend without names."""
        return self._size(Detail.SAMPLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the legend that fits."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        fitting = (detail for detail in Detail if self._size(detail).width() <= self.width())
        self.legend.set_detail(next(fitting, Detail.SAMPLE))

    def _size(self, detail: Detail) -> QSize:
        tools = self._tools.sizeHint()
        return QSize(tools.width() + theme.metrics.GAP + self.legend.width_for(detail), tools.height())
