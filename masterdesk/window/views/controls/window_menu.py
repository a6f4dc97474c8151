"""A menu of a button that stays inside the button's window."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from masterdesk.window.theme import metrics


class WindowMenu(QMenu):
    """Qt keeps menus on the screen only: where the window ends before it does, they would hang out of it."""

    def __init__(self, button: QWidget) -> None:
        super().__init__(button)
        self._button = button

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102  Qt's name
        super().showEvent(event)
        window = self._button.window().geometry()
        latest_x = max(window.right() + 1 - metrics.PADDING - self.width(), window.left())
        if self.x() > latest_x:
            self.move(latest_x, self.y())
