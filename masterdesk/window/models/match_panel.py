"""Whether the match of a slot is open for work, and of which."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class MatchPanelModel(QObject):
    """`slot` counts from 0; `None` while the panel is closed. `opened` comes when it is asked for, open or not."""

    changed = Signal()
    opened = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.slot: int | None = None

    def show(self, slot: int) -> None:
        """Open it, or show another slot in it."""
        self.follow(slot)
        self.opened.emit()

    def follow(self, slot: int) -> None:
        """Show another slot in it, without taking the keyboard."""
        if slot != self.slot:
            self.slot = slot
            self.changed.emit()

    def close(self) -> None:
        """Close it."""
        if self.slot is not None:
            self.slot = None
            self.changed.emit()
