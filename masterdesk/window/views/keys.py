"""Keys that a control needs for itself while it has the focus, although they are shortcuts of the whole window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

Key = Qt.Key
BUTTON_KEYS = frozenset({Key.Key_Space, Key.Key_Return, Key.Key_Enter})
LIST_KEYS = BUTTON_KEYS | {Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_Escape}


class KeepKeys(QObject):
    """Gives `keys` to `widget` rather than to the window's commands, as long as `widget` has the focus."""

    def __init__(self, widget: QWidget, keys: frozenset[Key] = BUTTON_KEYS) -> None:
        super().__init__(widget)
        self._keys = keys
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accepting the override makes Qt send the key itself."""
        is_ours = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_ours and event.key() in self._keys:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().eventFilter(watched, event)
