"""Spectrum and loudness history, one in front of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.spectrum.view import SpectrumView

if TYPE_CHECKING:
    from masterdesk.window.views.history.view import HistoryView

#: The preference that remembers which graph is in front.
TAB = "graph"
TITLES = ("Spectrum", "Loudness")


class GraphsPanel(QFrame):
    """The spectrum, and the loudness history, which is made when it is first looked at. Tabs and tools share a row."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self.setProperty("role", "panel")
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tabs.setAccessibleName("Graph")
        for title in TITLES:
            self._tabs.addTab(title)
        self._tools, self._graphs = QStackedWidget(), QStackedWidget()
        self._add(SpectrumView(models, actions))
        self._tabs.currentChanged.connect(self._show)
        self._lay_out()
        self._tabs.setCurrentIndex(models.preferences.view(TAB, 0))
        self._tabs.currentChanged.connect(lambda tab: models.preferences.keep_view(TAB, tab))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.GAP)
        row.addWidget(self._tabs)
        row.addWidget(self._tools, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.PADDING, metrics.GAP, metrics.PADDING, metrics.GAP)
        column.setSpacing(metrics.TIGHT)
        column.addLayout(row)
        column.addWidget(self._graphs, 1)

    def _show(self, tab: int) -> None:
        if tab >= self._graphs.count():
            from masterdesk.window.views.history.view import HistoryView

            self._add(HistoryView(self._models, self._actions))
        self._tools.setCurrentIndex(tab)
        self._graphs.setCurrentIndex(tab)

    def _add(self, graph: SpectrumView | HistoryView) -> None:
        self._tools.addWidget(graph.header)
        self._graphs.addWidget(graph)
