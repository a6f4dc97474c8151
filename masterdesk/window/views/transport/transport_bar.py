"""The bar at the bottom of the desk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.transport.listen_group import NARROW, NORMAL, WIDE, ListenGroup
from masterdesk.window.views.transport.output_group import OutputGroup, ProblemStrip
from masterdesk.window.views.transport.play_group import PlayGroup
from masterdesk.window.views.transport.render_group import RenderButton, RenderStatus

#: Least width of the bar, and of the progress of renders.
LEAST_WIDTH_PX = 1000
STATUS_WIDTH_PX = 146


class TransportBar(QWidget):
    """Playing at the left, listening in the middle, rendering at the right; troubles of the output above."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.play, self.listen = PlayGroup(models, actions), ListenGroup(models, actions)
        self.output, self.status = OutputGroup(models, actions), RenderStatus(models, actions)
        self.render_button, self.strip = RenderButton(actions), ProblemStrip(models.playback)
        panel = QFrame()
        panel.setProperty("role", "panel")
        self._variant = WIDE
        self.status.setMinimumWidth(STATUS_WIDTH_PX)
        row = self._row = QHBoxLayout(panel)
        row.setContentsMargins(metrics.PADDING, metrics.GAP, metrics.PADDING, metrics.GAP)
        row.setSpacing(metrics.GAP)
        for widget in (self.play, self.listen, self.output):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.status, 50)
        row.addWidget(self.render_button)
        column = QVBoxLayout(self)
        # The bar may get narrower than the variant that it shows: it then shows another.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.TIGHT + 2)
        column.addWidget(self.strip)
        column.addWidget(panel)

    def minimumSizeHint(self) -> QSize:
        """That of the narrowest variant, whichever is shown."""
        return QSize(LEAST_WIDTH_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102  Qt's name
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Show the widest variant that there is room for, always with the progress of renders: nothing moves then."""
        fitting = (variant for variant in (WIDE, NORMAL) if self._needed_width(variant) <= self.width())
        variant = next(fitting, NARROW)
        if variant != self._variant:
            self._variant = variant
            self.listen.set_variant(variant)

    def _needed_width(self, variant: int) -> int:
        margins = self._row.contentsMargins()
        others = (self.play, self.output, self.render_button)
        width = self.listen.needed_width(variant) + sum(part.sizeHint().width() for part in others) + STATUS_WIDTH_PX
        return width + self._row.count() * self._row.spacing() + margins.left() + margins.right()
