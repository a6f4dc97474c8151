"""The file dialogs of the match desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.views.match.words import matched_paths
from masterdesk.window.workers.match_files import SUFFIX

MATCH_FILTER = f"Saved matches (*{SUFFIX} *.json);;All files (*)"


class MatchDialogs(QObject):
    """Opens what the actions of references ask for."""

    def __init__(self, window: QWidget, models: Models, actions: Actions, audio_filter: str) -> None:
        super().__init__(window)
        self._window, self._models, self._actions = window, models, actions
        self._audio_filter = audio_filter
        actions.references.asked.connect(self._open)

    def _open(self, what: str, slot: int) -> None:
        {"add": self._add, "save": self._save, "use": self._use}[what](slot)

    def _add(self, slot: int) -> None:
        title = f"References for card {slot + 1}"
        names, _ = QFileDialog.getOpenFileNames(self._window, title, self._folder("reference"), self._audio_filter)
        if names:
            self._actions.references.add(slot, [Path(name) for name in names])

    def _save(self, slot: int) -> None:
        paths = matched_paths(self._models.desk.state.slots[slot])
        suggested = str(Path(self._folder("match")) / f"{Path(paths[0]).stem if paths else 'Match'}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, f"Save match of card {slot + 1}", suggested, MATCH_FILTER)
        if name:
            self._actions.references.save(slot, Path(name))

    def _use(self, slot: int) -> None:
        title = f"Saved match for card {slot + 1}"
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._folder("match"), MATCH_FILTER)
        if name:
            self._actions.references.use(slot, Path(name))

    def _folder(self, what: str) -> str:
        return str(self._models.preferences.folder_of(what))
