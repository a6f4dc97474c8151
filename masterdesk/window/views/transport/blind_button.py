"""Starts a blind test, or ends the one that runs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QMenu, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.views.cards.words import source_name
from masterdesk.window.views.controls.buttons import Button, with_key
from masterdesk.window.views.controls.window_menu import passing_menu

START, END = "Blind test", "End test"


class BlindButton(Button):
    """A click offers a ranking of all cards, and ABX of what is heard against each other card."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(START, "toggle", parent)
        self._models, self._actions = models, actions
        self._command = actions.commands["blind_test"]
        self.clicked.connect(self.start_or_stop)
        models.blind.changed.connect(self._show)
        models.track.changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """The same for all words, so that nothing moves when a test begins."""
        measure, hint = self.fontMetrics(), super().sizeHint()
        widest = max(measure.horizontalAdvance(text) for text in (START, END))
        return QSize(hint.width() + widest - measure.horizontalAdvance(self.text()), hint.height())

    def start_or_stop(self) -> None:
        """End the test that runs, or offer the kinds of test."""
        if self._models.blind.kind is not None:
            self._actions.blind.leave()
            return
        menu = self.test_menu()
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def test_menu(self) -> QMenu:
        """The kinds of test; the menu deletes itself when it closes."""
        menu = passing_menu(self)
        menu.addAction("Rank all cards without their names").triggered.connect(self._actions.blind.start_ranking)
        heard = self._models.desk.state.heard
        for key in self._audible():
            if key != heard:
                text = f"ABX: {self._title(heard)} or {self._title(key)}?"
                menu.addAction(text).triggered.connect(partial(self._start_abx, heard, key))
        return menu

    def _start_abx(self, key_a: str, key_b: str, _: bool = False) -> None:
        self._actions.blind.start_abx(key_a, key_b)

    def _audible(self) -> list[str]:
        """Sources that can be heard now."""
        models = self._models
        slots = [key for key, slot in zip(SLOT_KEYS, models.slots, strict=True) if slot.audio is not None]
        return [ORIGINAL, *slots] + [REFERENCE] * (models.reference.status is LaneStatus.READY)

    def _title(self, key: str) -> str:
        name = source_name(self._models, key)
        return f"{key} {name}" if key in SLOT_KEYS else name

    def _show(self) -> None:
        runs = self._models.blind.kind is not None
        self.setText(END if runs else START)
        self.setCheckable(runs)
        self.setChecked(runs)
        self.setEnabled(runs or self._models.track.status is LaneStatus.READY)
        self.setAccessibleName(self.text())
        what = "Give the names back" if runs else "Listen without names: rank the cards, or tell two apart (ABX)"
        self.setToolTip(with_key(what, self._command))
