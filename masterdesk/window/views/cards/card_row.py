"""The row of cards; during a blind test a panel without names lies over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_COUNT
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.card_frame import CardFrame
from masterdesk.window.views.cards.file_card import FileCard
from masterdesk.window.views.cards.slot_card import SlotCard

#: Shares of the width: a file's card, a slot's card.
FILE_SHARE, SLOT_SHARE = 150, 213


class CardRow(QWidget):
    """Original, the five slots and Reference, each in its color; what is heard is marked."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self._dense = False
        self.cards: tuple[CardFrame, ...] = (
            FileCard(models, actions, ORIGINAL),
            *(SlotCard(models, actions, slot) for slot in range(SLOT_COUNT)),
            FileCard(models, actions, REFERENCE),
        )
        self._build()
        models.desk.heard_changed.connect(self._mark)
        models.track.changed.connect(self._follow_track)
        models.blind.changed.connect(self._follow_test)
        theme.changed.connect(self._repaint)
        self._mark(models.desk.state.heard)
        self._follow_track()
        self._follow_test()

    def set_dense(self, dense: bool) -> None:
        """Use the lower variant of the cards; the row also does so by itself in a low window."""
        if dense != self._dense:
            self._dense = dense
            for card in self.cards:
                card.set_dense(dense)
            self.updateGeometry()

    def _build(self) -> None:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(metrics.GAP)
        for card in self.cards:
            layout.addWidget(card, SLOT_SHARE if isinstance(card, SlotCard) else FILE_SHARE)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(row)

    def _mark(self, heard: str) -> None:
        for card in self.cards:
            card.set_heard(card.key == heard)

    def _follow_track(self) -> None:
        has_track = self._models.track.path is not None
        for card in self.cards:
            if isinstance(card, SlotCard):
                card.set_usable(has_track)

    def _follow_test(self) -> None:
        """The panel of the test is made when it is first needed."""
        if self._models.blind.kind is None:
            self._stack.setCurrentIndex(0)
            return
        if self._stack.count() == 1:
            from masterdesk.window.views.blind_test.blind_panel import BlindPanel

            self._stack.addWidget(BlindPanel(self._models, self._actions))
        self._stack.setCurrentIndex(1)

    def _repaint(self) -> None:
        for card in self.cards:
            card.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102  Qt's name
        super().resizeEvent(event)
        self.set_dense(self.window().height() < metrics.DENSE_BELOW_HEIGHT)

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        if event.type() == QEvent.Type.Show:
            self.set_dense(self.window().height() < metrics.DENSE_BELOW_HEIGHT)
        return super().event(event)
