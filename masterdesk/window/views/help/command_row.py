"""A command of the help sheet: what it is called, what it does, its keys."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.window.views.controls.labels import ElidedLabel, badge, label

_NATIVE = QKeySequence.SequenceFormat.NativeText


class CommandRow(QWidget):
    """Its keys as badges at the right."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_shown = action
        self.keys = [keys.toString(_NATIVE) for keys in action.shortcuts()]
        help_line = action.statusTip()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(action.text()))
        row.addWidget(ElidedLabel(help_line if help_line != action.text() else "", "small", "text_dim"), 1)
        for keys in self.keys:
            row.addWidget(badge(keys))
        self._words = f"{action.text()} {help_line} {' '.join(self.keys)}".lower()
        self.setAccessibleName(f"{action.text()}: {', '.join(self.keys) or 'no key'}. {help_line}")

    def matches(self, text: str) -> bool:
        """Whether every word of `text` occurs in it."""
        return all(word in self._words for word in text.lower().split())
