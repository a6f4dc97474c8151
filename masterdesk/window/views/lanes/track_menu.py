"""What can be previewed of the track, and how much of it is seen, for those who do not know the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from masterdesk.window.views.controls.buttons import GlyphButton

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: Commands of the menu; an empty text is a line.
ENTRIES = (
    *("window_loudest", "window_quietest", "window_dynamic", "window_default", "", "loop", "clear_loop"),
    *("", "zoom_in", "zoom_out", "zoom_window", "zoom_all"),
)
SIGN_PX, WIDTH_PX = 9, 18


class WindowButton(GlyphButton):
    """Opens the menu beside the range that is previewed."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("down", "Preview another part", "quiet", SIGN_PX, parent)
        self.setToolTip("Preview the loudest, the quietest or the most dynamic part; loop and zoom")
        self.setFixedWidth(WIDTH_PX)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(track_menu(actions, self))


def track_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Smart windows, loop and zoom."""
    menu = QMenu(parent)
    for name in ENTRIES:
        if name:
            menu.addAction(actions.commands[name])
        else:
            menu.addSeparator()
    return menu
