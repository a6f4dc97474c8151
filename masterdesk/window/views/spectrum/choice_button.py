"""A quiet button that shows one of a few choices and opens the others as a menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from masterdesk.window import theme
from masterdesk.window.views.keys import BUTTON_KEYS, KeepKeys, Key

ARROW = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"


class ChoiceButton(QToolButton):
    """`choices` are values by their texts; `chosen(value)` when the user takes one. Up and Down step through them."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Mapping[str, float], parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._choices = name, choices
        self.value = next(iter(choices.values()))
        self.setMenu(QMenu(self))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("role", "quiet")
        self.setFont(theme.font("small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(f"{name} (with the focus: Up, Down, Space)")
        KeepKeys(self, BUTTON_KEYS | {Key.Key_Up, Key.Key_Down})
        self._fill_menu()
        self.show_value(self.value)

    def show_value(self, value: float) -> None:
        """Stand at the choice nearest to `value`, without telling anyone."""
        text = min(self._choices, key=lambda text: abs(self._choices[text] - value))
        self.value = self._choices[text]
        self.setText(f"{text} {ARROW}")
        self.setAccessibleName(f"{self._name}: {text}")
        for action in self.menu().actions():
            action.setChecked(action.text() == text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the choices by Up and Down."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _fill_menu(self) -> None:
        group = QActionGroup(self)
        for text, value in self._choices.items():
            action = group.addAction(self.menu().addAction(text))
            action.setCheckable(True)
            action.triggered.connect(lambda _, value=value: self._choose(value))

    def _step(self, by: int) -> None:
        values = list(self._choices.values())
        index = min(max(values.index(self.value) + by, 0), len(values) - 1)
        self._choose(values[index])

    def _choose(self, value: float) -> None:
        if value != self.value:
            self.show_value(value)
            self.chosen.emit(value)
