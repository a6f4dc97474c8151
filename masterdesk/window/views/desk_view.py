"""The desk with a track on it: lanes, cards, graphs and meters."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.card_row import CardRow
from masterdesk.window.views.graphs_panel import GraphsPanel
from masterdesk.window.views.lanes.lanes_view import LanesView
from masterdesk.window.views.side_panel import SidePanel

#: Shares of the height, and of the width below the cards.
LANES_SHARE, CARDS_SHARE, GRAPHS_SHARE = 19, 21, 40
SPECTRUM_SHARE, METERS_SHARE = 70, 30


class DeskView(QWidget):
    """Lays out the panels as on the picture."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.PANEL_GAP)
        self.lanes = LanesView(models, actions)
        column.addWidget(self.lanes, LANES_SHARE)
        column.addWidget(CardRow(models, actions), CARDS_SHARE)
        self.graphs = GraphsPanel(models, actions)
        row = QHBoxLayout()
        row.setSpacing(metrics.PANEL_GAP)
        row.addWidget(self.graphs, SPECTRUM_SHARE)
        row.addWidget(SidePanel(models, actions), METERS_SHARE)
        column.addLayout(row, GRAPHS_SHARE)
