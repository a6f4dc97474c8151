"""Every command of the desk as a QAction: its words, its keys, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence


class Commands(QObject):
    """All commands by id, in groups; the help sheet sorts these and keeps the order within them."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, list[QAction]] = {}
        self._choices: dict[str, QActionGroup] = {}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    def groups(self) -> list[tuple[str, list[QAction]]]:
        """Title and commands of each group."""
        return list(self._groups.items())

    def actions(self) -> list[QAction]:
        """Every command."""
        return list(self._actions.values())

    def add(
        self,
        name: str,
        group: str,
        text: str,
        keys: str | list[str],
        help_line: str,
        run: Callable[..., Any],
        checked: bool | None = None,
        choice: str = "",
    ) -> QAction:
        """Add a command.

        `keys` are portable key texts such as "Ctrl+O". With `checked` it is a switch and `run` is given its
        state; commands with the same `choice` exclude each other, and `run` is called for the one chosen.
        """
        action = QAction(text, self)
        self.adopt(name, group, action, [keys] if isinstance(keys, str) else keys, help_line)
        action.setCheckable(checked is not None)
        if choice:
            self._choice(choice).addAction(action)
        if checked is None or choice:
            action.setChecked(bool(checked))
            action.triggered.connect(lambda: run())
        else:
            action.setChecked(checked)
            action.triggered.connect(run)
        return action

    def adopt(self, name: str, group: str, action: QAction, keys: list[str], help_line: str) -> None:
        """Add a command that somebody else made, such as undo."""
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys if key])
        action.setToolTip(help_line)
        action.setStatusTip(help_line)
        self._actions[name] = action
        self._groups.setdefault(group, []).append(action)

    def _choice(self, name: str) -> QActionGroup:
        if name not in self._choices:
            self._choices[name] = QActionGroup(self)
        return self._choices[name]
