"""A quiet button that shows one of a few choices and opens the others as a menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from masterdesk.window import theme
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.keys import PRESS_KEYS, claims
from masterdesk.window.views.controls.window_menu import WindowMenu

ARROW = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChoiceButton(Button):
    """`choices` are values by their texts; `chosen(value)` when the user takes one. Up and Down step through them."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Mapping[str, float], parent: QWidget) -> None:
        super().__init__("", "quiet", parent)
        self._name, self._choices = name, choices
        self.value = next(iter(choices.values()))
        self.setMenu(WindowMenu(self))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFont(theme.font("small"))
        self.setToolTip(f"{name} (with the focus: Up, Down, Space)")
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

    def event(self, event: QEvent) -> bool:
        """Up and Down, too, belong to the button while it has the focus."""
        return claims(event, frozenset(STEPS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the choices by Up and Down, open the menu by Space or Return."""
        if event.key() in STEPS:
            self._step(STEPS[Qt.Key(event.key())])
        elif event.key() in PRESS_KEYS:
            self.showMenu()
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
