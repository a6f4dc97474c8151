"""The cards of what was loaded: Original and Reference."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.card_frame import CardFrame
from masterdesk.window.views.cards.head import CardHead
from masterdesk.window.views.cards.readings import Readings
from masterdesk.window.views.controls.bar_progress import BarProgress
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import wrapped

_NAMES = {"original": ("Original", "0"), "reference": ("Reference", "R")}


class FileCard(CardFrame):
    """The track as loaded, which offers profiles that fit it, or the reference, which offers to be matched; without
    one it offers to open one.
    """

    def __init__(self, models: Models, actions: Actions, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, actions.listening.hear, parent)
        self._lane: LaneModel = models.lane(key)
        self._desk = models.desk
        name, key_text = _NAMES[key]
        self._head = CardHead(name, key_text)
        self._note = wrapped("", "small", "dim")
        self._open = Button("Open…")
        self._open.clicked.connect(actions.commands["open_reference"].trigger)
        self._open.setToolTip("Load a finished track to compare with and to match")
        self._suggest = Button()
        self._suggest.follow(actions.commands["suggest_five"])
        self._match = Button()
        self._match.follow(actions.commands["match_reference"], "Match it")
        self._readings, self._progress = Readings(stacked=True), BarProgress(key)
        self._build(name)
        self._lane.changed.connect(self._show)
        models.desk.slot_changed.connect(self._offer_match)
        self._lane.progressed.connect(lambda fraction: self._progress.show_fraction(fraction, self._is_reading))
        self._show()

    def set_dense(self, dense: bool) -> None:
        """Take less room, for low windows."""
        super().set_dense(dense)
        if hasattr(self, "_readings"):
            self._readings.set_dense(dense)

    def _build(self, name: str) -> None:
        self.setAccessibleName(name)
        for widget in (self._head, self._note, self._suggest, self._match, self._open):
            self.body.addWidget(widget)
            self.body.addSpacing(metrics.TIGHT)
        self.body.addStretch(1)
        self.body.addWidget(self._readings)
        self.body.addSpacing(2)
        self.body.addWidget(self._progress)

    @property
    def _is_reading(self) -> bool:
        return self._lane.status is LaneStatus.READING

    def _show(self) -> None:
        lane = self._lane
        self.set_usable(lane.status in (LaneStatus.READING, LaneStatus.READY))
        self._head.line.setText(self._second_line())
        self._note.setText("This file cannot be used." if lane.status is LaneStatus.FAILED else "")
        self._note.setToolTip(lane.problem)
        self._note.setVisible(lane.status is LaneStatus.FAILED)
        self._open.setVisible(lane.status in (LaneStatus.EMPTY, LaneStatus.FAILED) and self.key != ORIGINAL)
        self._suggest.setVisible(lane.status is LaneStatus.READY and self.key == ORIGINAL)
        self._offer_match()
        analysis = lane.analysis
        self._readings.show_loudness(None if analysis is None else analysis.loudness, waiting=self._is_reading)
        self._readings.setVisible(lane.status in (LaneStatus.READING, LaneStatus.READY))
        self._progress.show_fraction(lane.fraction, self._is_reading)
        self.setAccessibleDescription(f"{self._second_line()}. {self._readings.accessibleName()}")

    def _offer_match(self) -> None:
        """The reference can be matched; once a card does so, that is known."""
        state, is_ready = self._desk.state, self._lane.status is LaneStatus.READY
        matched = (one.path for settings in state.slots for one in settings.references)
        self._match.setVisible(self.key != ORIGINAL and is_ready and str(state.reference) not in matched)

    def _second_line(self) -> str:
        if self._lane.status is LaneStatus.EMPTY:
            return "no track" if self.key == ORIGINAL else "none yet"
        if self.key == ORIGINAL and self._lane.status is not LaneStatus.FAILED:
            return "as loaded"
        return "" if self._lane.path is None else self._lane.path.name
