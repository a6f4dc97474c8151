"""Keys that a focused control needs for itself, though the desk has commands on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_Key = Qt.Key
PRESS_KEYS = frozenset({_Key.Key_Space, _Key.Key_Return, _Key.Key_Enter})
STEP_KEYS = frozenset(
    {
        *(_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down),
        *(_Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Home, _Key.Key_End),
    }
)


def claims(event: QEvent, keys: frozenset[Qt.Key]) -> bool:
    """Take a key of `keys` away from the desk's commands; to be asked first in `QWidget.event`.

    Controls take the focus by Tab only, never by a click: so the space bar plays after a
    click on a button, and presses the button for those who went to it by keyboard.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if plain and event.key() in keys:
        event.accept()
        return True
    return False


def drop_tab_focus() -> None:
    """To be called for a press of the mouse: who takes the mouse has left the control that Tab had gone to."""
    focused = QApplication.focusWidget()
    if focused is not None and focused.focusPolicy() == Qt.FocusPolicy.TabFocus:
        focused.clearFocus()


class KeyClaim(QObject):
    """Lets a widget of Qt's own keep `keys` to itself while it has the focus."""

    def __init__(self, widget: QWidget, keys: frozenset[Qt.Key]) -> None:
        super().__init__(widget)
        self._keys = keys
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, self._keys)
