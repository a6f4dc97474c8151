"""The panel of meters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.live import LiveFrame
from masterdesk.window.theme import metrics
from masterdesk.window.views.frame_limiter import FrameLimiter
from masterdesk.window.views.meters.bars import MeterBars
from masterdesk.window.views.meters.correlation import CorrelationBar
from masterdesk.window.views.meters.figures import FigureTable, figures_of
from masterdesk.window.views.meters.goniometer import Goniometer
from masterdesk.window.views.meters.levels import bars_of
from masterdesk.window.views.meters.targets import Targets, targets_of
from masterdesk.window.views.texts import figure

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: Figures change no more often than an eye can read them.
FIGURES_EVERY_MS = 100
#: Lower panels show their rows denser.
DENSE_BELOW = 330
#: Below this height, as with a message in a low window, the figures need the goniometer's room.
GONIOMETER_FROM = 246
NO_POINTS = np.zeros((2, 0), dtype=np.float32)


class MetersView(QFrame):
    """Bars at the left; figures, goniometer and correlation at the right."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._commands = models, actions.commands
        self.bars, self.figures = MeterBars(self), FigureTable(self)
        self.goniometer, self.correlation = Goniometer(self), CorrelationBar(self)
        self._moving = FrameLimiter(self._show_moving, self)
        self._reading = FrameLimiter(self._show_figures, self, FIGURES_EVERY_MS)
        self.setProperty("role", "panel")
        self.figures.set_dense(True)  # so that the least height is that of a low panel
        self._lay_out()
        self._connect()
        self._show_all()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(metrics.TIGHT)
        right.addWidget(self.figures)
        right.addWidget(self.goniometer, 1)
        right.addStretch(0)
        right.addWidget(self.correlation)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.GAP, metrics.GAP, metrics.PADDING, metrics.GAP)
        row.setSpacing(metrics.GAP)
        row.addWidget(self.bars)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        models = self._models
        models.live.updated.connect(self._moving.ask)
        models.live.updated.connect(self._reading.ask)
        models.desk.heard_changed.connect(self._show_all)
        models.desk.slot_changed.connect(self._show_all)
        for slot in models.slots:
            slot.changed.connect(self._reading.ask)
        models.blind.changed.connect(self._show_all)
        theme.changed.connect(self._repaint)
        self.bars.clicked.connect(lambda: self._commands["reset_meters"].trigger())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be dense where there is little room."""
        height = event.size().height()
        self.figures.set_dense(height < DENSE_BELOW)
        self.goniometer.setVisible(height >= GONIOMETER_FROM)
        super().resizeEvent(event)

    @property
    def _frame(self) -> LiveFrame | None:
        """What is measured, unless it would give away what is heard."""
        return None if self._models.blind.is_hiding else self._models.live.frame

    @property
    def _targets(self) -> Targets:
        return Targets() if self._models.blind.is_hiding else targets_of(self._models)

    def _show_all(self) -> None:
        self._show_moving()
        self._show_figures()

    def _repaint(self) -> None:
        self._show_all()
        for part in self.findChildren(QWidget):
            part.update()

    def _show_moving(self) -> None:
        frame = self._frame
        self.bars.show_bars(bars_of(frame, self._targets))
        color = theme.current().text_dim if frame is None else theme.source_color(frame.heard)
        self.goniometer.show_points(NO_POINTS if frame is None else frame.readings.goniometer, color)
        correlation = None if frame is None else frame.readings.correlation
        self.correlation.show_value(correlation, self.correlation.text)

    def _show_figures(self) -> None:
        frame = self._frame
        self.figures.show_figures(figures_of(frame, self._targets))
        correlation = None if frame is None else frame.readings.correlation
        self.correlation.show_value(correlation, figure(correlation, 2, signed=True))
