"""Is X the same as A, or as B?"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.blind_test.letter_tile import dealt, show_tiles
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import label, wrapped

LETTERS = ("A", "B", "X")
#: Fewer answers can hardly tell hearing from guessing.
ENOUGH_ANSWERS = 10
#: A result as good as this or better by guessing alone is rare enough to say that a difference was heard.
SIGNIFICANT_P = 0.05


class AbxView(QWidget):
    """Three letters to hear, two answers, and what came of them once the names are back."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.tiles = dealt(LETTERS, actions)
        self.answers = {letter: Button(f"X is {letter}") for letter in LETTERS[:2]}
        self.count, self.result = label("", "number"), wrapped("", tone="dim")
        for letter, button in self.answers.items():
            button.setToolTip(f"X sounds the same as {letter}")
            button.clicked.connect(lambda _=False, letter=letter: actions.blind.answer(letter))
        self._lay_out()

    def show_test(self) -> None:
        """Show the test as the model has it."""
        blind = self._models.blind
        show_tiles(self.tiles, self._models)
        for button in self.answers.values():
            button.setEnabled(not blind.revealed)
        self.count.setText(f"{blind.answers} answer" + "s" * (blind.answers != 1))
        self.result.setText(self._result() if blind.revealed else self._advice())

    def _advice(self) -> str:
        missing = ENOUGH_ANSWERS - self._models.blind.answers
        return f"{missing} more for a result worth having." if missing > 0 else "Enough for a result; go on or reveal."

    def _result(self) -> str:
        blind = self._models.blind
        if blind.p_value is None:
            return "No answer was given."
        heard = blind.p_value < SIGNIFICANT_P
        verdict = "You hear a difference." if heard else "This could well be guessing."
        chance = f"{blind.p_value * 100:.1f} %" if blind.p_value >= 0.001 else "under 0.1 %"
        return (
            f"{blind.right} of {blind.answers} right, p = {blind.p_value:.3f} (chance by guessing {chance}). {verdict}"
        )

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(metrics.TIGHT + 2)
        side.addStretch(1)
        buttons = QHBoxLayout()
        for button in self.answers.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        side.addLayout(buttons)
        side.addWidget(self.count)
        side.addWidget(self.result)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.GAP)
        for tile in self.tiles.values():
            row.addWidget(tile, 2)
        row.addSpacing(metrics.PADDING)
        row.addLayout(side, 3)
