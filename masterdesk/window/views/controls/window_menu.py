"""Menus that stay inside the window they belong to."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from masterdesk.window.theme import metrics


class WindowMenu(QMenu):
    """Qt keeps menus on the screen only: where the window ends before it does, they would hang out of it."""

    def __init__(self, button: QWidget) -> None:
        super().__init__(button)
        self._button = button

    def open_below(self) -> None:
        """Open at the lower edge of the button."""
        self.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102  Qt's name
        super().showEvent(event)
        window = self._button.window().geometry()
        latest_x = max(window.right() + 1 - metrics.PADDING - self.width(), window.left())
        latest_y = window.bottom() + 1 - self.height()
        if self.y() > latest_y:
            latest_y = max(min(latest_y, self._above()), window.top())
        self.move(min(self.x(), latest_x), min(self.y(), latest_y))

    def _above(self) -> int:
        """Where it stands over the button, in sight of it; where it opened, if that was not below the button."""
        top = self._button.mapToGlobal(QPoint(0, 0)).y()
        return top - self.height() if self.y() >= top + self._button.height() else self.y()


def passing_menu(parent: QWidget) -> WindowMenu:
    """A menu for one time: it deletes itself when it closes."""
    menu = WindowMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
