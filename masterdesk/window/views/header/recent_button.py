"""The files opened last, as a menu beside Open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from masterdesk.window.models.preferences import Preferences
from masterdesk.window.views.controls.buttons import GlyphButton
from masterdesk.window.views.controls.window_menu import WindowMenu

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

SIGN_PX = 12


class RecentButton(GlyphButton):
    """Each file can be opened as the track, or from a second menu as the reference. Off while there is none."""

    def __init__(self, preferences: Preferences, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("down", "Recent files", "", SIGN_PX, parent)
        self._preferences, self._actions = preferences, actions
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = WindowMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        preferences.changed.connect(lambda _: self._follow())
        self._follow()

    def fill(self) -> None:
        """Put the files into the menu."""
        menu = self.menu()
        menu.clear()
        files = self._preferences.recent_files
        self._add(menu, files, self._actions.files.open_track)
        menu.addSeparator()
        references = menu.addMenu("Open as the reference")
        references.setToolTipsVisible(True)
        self._add(references, files, self._actions.files.open_reference)

    def _add(self, menu: QMenu, files: tuple[Path, ...], run: Callable[[Path], None]) -> None:
        for path in files:
            entry = menu.addAction(path.name.replace("&", "&&"), partial(run, path))
            entry.setToolTip(str(path))

    def _follow(self) -> None:
        self.setEnabled(bool(self._preferences.recent_files))
