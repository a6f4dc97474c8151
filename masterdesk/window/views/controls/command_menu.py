"""Menus of commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from masterdesk.window.actions.commands import Commands


def fill_menu(menu: QMenu, commands: Commands, names: Iterable[str]) -> QMenu:
    """Put commands into a menu by their ids; an empty text is a line."""
    for name in names:
        if name:
            menu.addAction(commands[name])
        else:
            menu.addSeparator()
    return menu
