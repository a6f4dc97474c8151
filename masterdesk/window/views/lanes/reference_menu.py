"""What of the reference is matched, and what else can be, for those who do not know the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from masterdesk.window.views.controls.buttons import GlyphButton

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: Commands of the menu; an empty text is a line.
ENTRIES = (
    *("region_whole", "region_chorus", "region_start", "region_stop", ""),
    *("add_reference", "use_match", "save_match", "", "close_reference"),
)
SIGN_PX, WIDTH_PX = 9, 18


class RegionButton(GlyphButton):
    """Opens the menu beside the reference's name."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("down", "Match a part of the reference", "quiet", SIGN_PX, parent)
        self.setToolTip("Match all of the reference, its loudest chorus or a region; add references; save the match")
        self.setFixedWidth(WIDTH_PX)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(reference_menu(actions, self))


def reference_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Regions, further references, saved matches."""
    menu = QMenu(parent)
    for name in ENTRIES:
        if name:
            menu.addAction(actions.commands[name])
        else:
            menu.addSeparator()
    return menu
