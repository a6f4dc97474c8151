"""The amounts of a match, each with its lock, and all of them together."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from masterdesk.engine.resources import profile
from masterdesk.engine.types.settings import Settings
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.models.slot_match import PARTS, largest
from masterdesk.window.theme import metrics
from masterdesk.window.views.match import words
from masterdesk.window.views.match.amount_row import LOW_ROW_PX, ROW_PX, AmountRow


class Amounts(QWidget):
    """What is moved is heard at once; a drag is one step to undo."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions, self.slot = models, actions, 0
        self.all = AmountRow("All", words.ALL, False, self)
        self.rows = {part: AmountRow(*words.PARTS[part], True, self) for part in PARTS}
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.TIGHT + 3)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        for number, row in enumerate((self.all, *self.rows.values())):
            row.add_to(grid, number)
        self._connect()

    def _connect(self) -> None:
        match, slots = self._actions.match, self._actions.slots
        self.all.chosen.connect(lambda percent: match.set_all(self.slot, percent))
        self.all.let_go.connect(slots.end_drag)
        for part, row in self.rows.items():
            row.chosen.connect(lambda amount, part=part: slots.set_match(self.slot, part, amount))
            row.locked.connect(lambda on, part=part: match.set_lock(self.slot, part, on))
            row.let_go.connect(slots.end_drag)

    def set_low(self, is_low: bool) -> None:
        """Take less height."""
        for number, row in enumerate((self.all, *self.rows.values())):
            row.set_height(self._grid, number, LOW_ROW_PX if is_low else ROW_PX)

    def show_slot(self, slot: int) -> None:
        """Show the amounts of a slot, counted from 0."""
        self.slot = slot
        state, key = self._models.desk.state, SLOT_KEYS[slot]
        settings, locks = state.slots[slot], state.matches[slot].locks
        is_on = settings.has_reference
        has_free = len(locks) < len(PARTS)
        reason = "" if has_free else "All amounts are locked"
        self.all.set_title("All" if settings.profile is None else "Balance", self._all_text(settings))
        self.all.show_amount(largest(settings.match, locks), key, False, is_on, reason)
        for part, row in self.rows.items():
            reason = words.no_width(self._models, settings) if part == "width" else ""
            row.show_amount(getattr(settings.match, part), key, part in locks, is_on, reason)

    @staticmethod
    def _all_text(settings: Settings) -> str:
        if settings.profile is None:
            return words.ALL
        return f"from {profile(settings.profile).name} to the reference: {words.ALL}"
