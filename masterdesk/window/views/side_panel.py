"""Right of the graphs: the meters, or the match of a slot while one works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.views.meters.meters_view import MetersView

if TYPE_CHECKING:
    from masterdesk.window.views.match.match_panel import MatchPanel


class SidePanel(QStackedWidget):
    """The match is made when it is first opened."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self._before: QWidget | None = None
        self.match: MatchPanel | None = None
        self.meters = MetersView(models, actions)
        self.addWidget(self.meters)
        models.match_panel.changed.connect(self._follow)
        models.match_panel.opened.connect(self._take_focus)

    def _follow(self) -> None:
        if self._models.match_panel.slot is None:
            focused = self.window().focusWidget()
            is_inside = focused is not None and self.isAncestorOf(focused)
            self.setCurrentWidget(self.meters)
            if is_inside:
                self._give_focus_back()
        else:
            self.setCurrentWidget(self._made())

    def _made(self) -> MatchPanel:
        if self.match is None:
            from masterdesk.window.views.match.match_panel import MatchPanel

            self.match = MatchPanel(self._models, self._actions)
            self.addWidget(self.match)
        return self.match

    def _take_focus(self, by_key: bool) -> None:
        """Whoever opened it by keyboard goes on in it, and is back where he was when it closes."""
        focused = self.window().focusWidget()
        is_here = focused is not None and self.isAncestorOf(focused)
        self._before = None if is_here or focused is self.window() else focused
        if by_key or (self._before is not None and self._before.hasFocus()):
            self._made().focus_first()

    def _give_focus_back(self) -> None:
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self.window().setFocus()
