"""The card of one slot: what is set, what came of it, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QWidget

from masterdesk.engine.resources import profile
from masterdesk.engine.types.settings import Settings
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.slot import SlotStatus
from masterdesk.window.models.slot_names import slot_name
from masterdesk.window.views.cards import words
from masterdesk.window.views.cards.card_frame import CardFrame
from masterdesk.window.views.cards.failure import Failure
from masterdesk.window.views.cards.fields import CeilingField, IntensityField, LoudnessField, MatchField, StereoField
from masterdesk.window.views.cards.head import NameButton
from masterdesk.window.views.cards.match_drops import MatchDrops
from masterdesk.window.views.cards.menu import slot_menu
from masterdesk.window.views.cards.profile_popup import ProfilePopup
from masterdesk.window.views.cards.readings import Readings
from masterdesk.window.views.controls.bar_progress import BarProgress
from masterdesk.window.views.controls.labels import ElidedLabel, badge
from masterdesk.window.views.match.words import moved_text, slot_problem

ESTIMATE = "estimate"


class SlotCard(CardFrame):
    """Card of slot number `slot`, counted from 0."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget | None = None) -> None:
        super().__init__(str(slot + 1), actions.listening.hear, parent)
        self._models, self._actions, self._slot = models, actions, slot
        self._model = models.slots[slot]
        self._name, self._promise = NameButton(), ElidedLabel("", "body", "text_dim")
        self._name.clicked.connect(self.choose_profile)
        kinds = (IntensityField, LoudnessField, CeilingField, StereoField, MatchField)
        self._fields = [kind(models, actions, slot) for kind in kinds]
        self._match = self._fields[-1]
        self._readings, self._progress = Readings(), BarProgress(self.key)
        self._failure = Failure(lambda: actions.slots.retry(slot))
        self._build()
        models.desk.slot_changed.connect(self._settings_changed)
        models.desk.match_changed.connect(self._settings_changed)
        models.references.changed.connect(self._show_match)
        self._model.changed.connect(self._show_state)
        self._model.progressed.connect(self._show_progress)
        self._show_settings()
        self._show_state()

    def set_dense(self, dense: bool) -> None:
        """Take less room, for low windows."""
        super().set_dense(dense)
        if hasattr(self, "_fields"):
            for field in self._fields:
                field.set_dense(dense)
            self._readings.set_dense(dense)
            self._gap.changeSize(0, 1 if dense else 5)

    def choose_profile(self) -> None:
        """Open the list of profiles."""
        settings = self._models.desk.state.slots[self._slot]
        popup = ProfilePopup(settings.profile, self)
        popup.chosen.connect(lambda letter: self._actions.slots.set_profile(self._slot, letter))
        popup.open_at(self._name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102  Qt's name
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = self.mapToGlobal(QPoint(20, 30)) if by_keyboard else event.globalPos()
        slot_menu(self._models, self._actions, self._slot, self).popup(place)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._name, 1)
        top.addWidget(badge(self.key))
        self.body.addLayout(top)
        self.body.addWidget(self._promise)
        self._gap = QSpacerItem(0, 5)
        self.body.addSpacerItem(self._gap)
        for field in self._fields:
            self.body.addWidget(field)
        self.body.addWidget(self._failure)
        self.body.addStretch(1)
        self.body.addWidget(self._readings)
        self.body.addSpacing(2)
        self.body.addWidget(self._progress)
        MatchDrops(self, lambda paths: self._actions.references.add(self._slot, paths))

    def _settings_changed(self, slot: int) -> None:
        if slot == self._slot:
            self._show_settings()

    def _show_settings(self) -> None:
        settings = self._models.desk.state.slots[self._slot]
        name = slot_name(settings)
        self._name.show_name(name, words.slot_genre(settings))
        self._name.setAccessibleName(f"Profile of card {self.key}: {name}")
        self._name.setToolTip(_profile_tooltip(settings.profile))
        self.setAccessibleName(f"Card {self.key}, {name}")
        for field in self._fields:
            field.show_settings(settings)
        self._show_promise(settings)

    def _show_match(self) -> None:
        settings = self._models.desk.state.slots[self._slot]
        if settings.has_reference:
            self._match.show_settings(settings)

    def _show_promise(self, settings: Settings) -> None:
        """What the profile promises; of a match, what it moved, once that is known."""
        report = None if self._model.audio is None else self._model.audio.match_report
        moved = moved_text(report) if settings.has_reference else ""
        self._promise.setText(moved or words.slot_promise(settings))

    def _show_state(self) -> None:
        model = self._model
        failed = model.status is SlotStatus.FAILED
        self._failure.show_problem(slot_problem(self._models, self._slot) if failed else "")
        self._readings.setVisible(not failed)
        for field in self._fields:
            field.set_roomy(not failed)
        audio = model.audio
        is_estimate = audio is not None and model.status is not SlotStatus.EXACT
        loudness = None if audio is None else audio.loudness
        self._readings.show_loudness(loudness, ESTIMATE if is_estimate else "", model.is_busy)
        self._show_progress(model.fraction)
        self._show_promise(self._models.desk.state.slots[self._slot])
        self._show_match()
        self.setAccessibleDescription(model.problem or self._readings.accessibleName())

    def _show_progress(self, fraction: float) -> None:
        self._progress.show_fraction(fraction, self._model.is_busy)


def _profile_tooltip(letter: str | None) -> str:
    if letter is None:
        return "Choose a profile"
    style = profile(letter)
    return (
        f"{style.name} ({style.letter}): {style.genre}\n{style.promise}\n{style.description}\nClick to choose another"
    )
