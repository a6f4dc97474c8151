"""The header of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.header.gear_button import GearButton
from masterdesk.window.views.header.recent_button import RecentButton
from masterdesk.window.views.header.title_row import TitleRow

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions


class HeaderView(QWidget):
    """What is loaded at the left, what can be loaded at the right."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title_row = TitleRow(models, actions)
        self.open_button, self.reference_button = Button(), Button()
        self.open_button.follow(actions.commands["open_track"], "Open track…")
        self.reference_button.follow(actions.commands["open_reference"], "Reference…")
        self.recent_button = RecentButton(models.preferences, actions)
        self.gear_button = GearButton(actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.GAP)
        row.addWidget(self.title_row, 1)
        for button in (self.open_button, self.recent_button, self.reference_button, self.gear_button):
            button.setFixedHeight(metrics.CONTROL_HEIGHT)
            row.addWidget(button)
