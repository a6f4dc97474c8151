"""Lies over the cards during a blind test."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.blind_test.abx_view import AbxView
from masterdesk.window.views.blind_test.ranking_view import RankingView
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import label, wrapped

SIDE_WIDTH_PX = 270
TEXTS = {
    BlindKind.RANKING: (
        "Which do you like best?",
        "Click a letter to hear it, or step by Up and Down. Drag the letters into your order, the best at the left, "
        "or use Alt and arrows.",
    ),
    BlindKind.ABX: (
        "Is X the same as A or as B?",
        "Hear A, B and X as often as you like, by a click or by Up and Down, then answer. X is drawn anew each time.",
    ),
}
MATCHED = "All were played at the same loudness, measured in LUFS."


class BlindPanel(QFrame):
    """What to do at the left, letters at the right; then the names come back."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.setProperty("role", "panel")
        self.setAccessibleName("Blind test")
        # It takes the height of the cards that it covers.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.title, self.text = label("", "heading"), wrapped("", tone="dim")
        self.reveal, self.stop = Button("Reveal names"), Button("Stop")
        self.reveal.setToolTip("Give the names back and show the result")
        self.reveal.clicked.connect(actions.blind.reveal)
        self.stop.clicked.connect(actions.blind.leave)
        self.ranking, self.abx = RankingView(models, actions), AbxView(models, actions)
        self._lay_out()
        models.blind.changed.connect(self._show)
        models.desk.heard_changed.connect(self._show)
        self._show()

    def _show(self, _: object = None) -> None:
        blind = self._models.blind
        if blind.kind is None:
            return
        title, text = TEXTS[blind.kind]
        self.title.setText(title if not blind.revealed else "The names are back")
        self.text.setText(MATCHED if blind.revealed else text)
        self.reveal.setVisible(not blind.revealed)
        self.stop.setText("Done" if blind.revealed else "Stop")
        self.stop.setToolTip("Back to the cards (Esc)")
        view = self.ranking if blind.kind is BlindKind.RANKING else self.abx
        view.show_test()
        self._stack.setCurrentWidget(view)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.ranking)
        self._stack.addWidget(self.abx)
        side = QVBoxLayout()
        side.setSpacing(metrics.TIGHT + 2)
        side.addWidget(self.title)
        side.addWidget(self.text)
        side.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.reveal, self.stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        side.addLayout(buttons)
        holder = QWidget()
        holder.setFixedWidth(SIDE_WIDTH_PX)
        holder.setLayout(side)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.TIGHT, metrics.TIGHT, metrics.PADDING, metrics.TIGHT)
        row.setSpacing(metrics.GAP)
        row.addWidget(holder)
        row.addWidget(self._stack, 1)
        self._stack.setContentsMargins(0, metrics.GAP, 0, metrics.GAP)
