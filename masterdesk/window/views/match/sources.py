"""The files that a slot matches, and the ways to others."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, show_command, small_button
from masterdesk.window.views.match.source_row import SourceRow
from masterdesk.window.views.match.words import matched_paths

#: What the buttons ask for, their words, and the command whose key does the same.
BUTTONS = (
    ("add", "Add reference…", "add_reference"),
    ("use", "Use saved…", "use_match"),
    ("save", "Save…", "save_match"),
)


class Sources(QWidget):
    """A row for each file, over the buttons."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions, self.slot = models, actions, 0
        self.rows: list[SourceRow] = []
        self._shown: tuple[object, ...] = ()
        self.buttons = {what: self._button(what, text, command) for what, text, command in BUTTONS}
        self._lay_out()

    def show_slot(self, slot: int) -> None:
        """Show the files of a slot, counted from 0."""
        self.slot = slot
        state = self._models.desk.state
        settings = state.slots[slot]
        shown = (slot, bool(settings.references), *matched_paths(settings))
        if shown != self._shown:
            self._shown = shown
            self._make_rows()
        total = sum(one.weight for one in settings.references)
        for row, reference in zip(self.rows, settings.references or (None,), strict=False):
            share = 1.0 if reference is None else reference.weight / total
            row.show_source(reference, share, len(settings.references))
        self.buttons["save"].setEnabled(settings.has_reference)

    def _make_rows(self) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        settings = self._models.desk.state.slots[self.slot]
        is_saved = not settings.references
        self.rows = [
            SourceRow(self._models, self._actions, self.slot, path, is_saved) for path in matched_paths(settings)
        ]
        for row in self.rows:
            self._list.addWidget(row)

    def _lay_out(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(metrics.TIGHT)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.TIGHT)
        column.addLayout(self._list)
        column.addLayout(row)

    def _button(self, what: str, text: str, command: str) -> Button:
        button = small_button(text, "small")
        show_command(button, self._actions.commands[command], text)
        button.clicked.connect(lambda: self._actions.references.ask(what, self.slot))
        return button
