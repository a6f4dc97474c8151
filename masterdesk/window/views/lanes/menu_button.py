"""The small buttons beside the names of the lanes, for those who do not know the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton, QWidget

from masterdesk.window.views.controls.buttons import GlyphButton
from masterdesk.window.views.controls.command_menu import fill_menu
from masterdesk.window.views.controls.window_menu import WindowMenu

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: What can be previewed of the track, and how much of it is seen.
TRACK_ENTRIES = (
    *("window_loudest", "window_quietest", "window_dynamic", "window_default", "", "loop", "clear_loop"),
    *("", "zoom_in", "zoom_out", "zoom_window", "zoom_all"),
)
#: What of the reference is matched, and what else can be.
REFERENCE_ENTRIES = (
    *("region_whole", "region_chorus", "region_start", "region_stop", ""),
    *("add_reference", "use_match", "save_match", "", "close_reference"),
)
SIGN_PX, WIDTH_PX = 9, 18


class LaneMenuButton(GlyphButton):
    """Opens a menu of the commands `entries`; `name` and `tooltip` tell what can be done there."""

    def __init__(
        self, actions: Actions, entries: tuple[str, ...], name: str, tooltip: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("down", name, "quiet", SIGN_PX, parent)
        self.setToolTip(tooltip)
        self.setFixedWidth(WIDTH_PX)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(fill_menu(WindowMenu(self), actions.commands, entries))


def window_button(actions: Actions) -> LaneMenuButton:
    """Beside the range that is previewed."""
    tooltip = "Preview the loudest, the quietest or the most dynamic part; loop and zoom"
    return LaneMenuButton(actions, TRACK_ENTRIES, "Preview another part", tooltip)


def region_button(actions: Actions) -> LaneMenuButton:
    """Beside the reference's name."""
    tooltip = "Match all of the reference, its loudest chorus or a region; add references; save the match"
    return LaneMenuButton(actions, REFERENCE_ENTRIES, "Match a part of the reference", tooltip)
