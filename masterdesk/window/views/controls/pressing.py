"""How everything that can be pressed is pressed: by the mouse, and by Space or Return once Tab has gone to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QMouseEvent

from masterdesk.window.views.controls.keys import PRESS_KEYS, claims, drop_tab_focus

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    _Button = object


class PressKeys(_Button):
    """To be named before the class of Qt that a button derives from."""

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, PRESS_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        drop_tab_focus()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if event.key() in PRESS_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)
