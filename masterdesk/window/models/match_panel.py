"""Whether the match of a slot is open for work, and of which."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class MatchPanelModel(QObject):
    """`slot` counts from 0; `None` while the panel is closed.

    `opened` comes when it is asked for, open or not, with whether that was by its key: the keyboard is wanted there.
    """

    changed = Signal()
    opened = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.slot: int | None = None

    def show(self, slot: int, by_key: bool = False) -> None:
        """Open it, or show another slot in it."""
        self.follow(slot)
        self.opened.emit(by_key)

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
