"""Which cards are rendered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.slot_names import slot_name
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.words import target_text
from masterdesk.window.views.render_dialog.slot_toggle import SlotToggle


class SlotChoice(QWidget):
    """A switch for each slot; the one that is heard is on at first, else the first."""

    changed = Signal()

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        state = models.desk.state
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(metrics.TIGHT + 2)
        self.toggles = []
        for slot, settings in enumerate(state.slots):
            toggle = SlotToggle(str(slot + 1), slot_name(settings), target_text(settings))
            toggle.setChecked(slot == (state.heard_slot or 0))
            toggle.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(toggle, 0, slot)
            grid.setColumnStretch(slot, 1)
            self.toggles.append(toggle)

    def chosen(self) -> tuple[int, ...]:
        """Slots that are on, counted from 0."""
        return tuple(slot for slot, toggle in enumerate(self.toggles) if toggle.isChecked())
