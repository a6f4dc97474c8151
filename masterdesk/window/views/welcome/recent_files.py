"""Files opened last, to be opened again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.welcome.file_button import FileButton

MOST = 6
COLUMNS = 2


class RecentFiles(QWidget):
    """A button for each of the last files; gone while there is none."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences, self._actions = models.preferences, actions
        self.buttons: list[FileButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(metrics.TIGHT)
        forget = Button("Forget", "quiet")
        forget.setAccessibleName("Forget the recent files")
        forget.setToolTip("Empty this list; the files stay where they are")
        forget.clicked.connect(models.preferences.forget_files)
        head = QHBoxLayout()
        head.addWidget(label("Recent files", "strong"))
        head.addStretch(1)
        head.addWidget(forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(self._grid)
        models.preferences.changed.connect(self._preference_changed)
        self._show()

    def _preference_changed(self, name: str) -> None:
        if name == "recent_files":
            self._show()

    def _show(self) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        paths = self._preferences.recent_files[:MOST]
        self.buttons = [self._button(path) for path in paths]
        for index, button in enumerate(self.buttons):
            self._grid.addWidget(button, index // COLUMNS, index % COLUMNS)
        self.setVisible(bool(paths))

    def _button(self, path: Path) -> FileButton:
        button = FileButton(path)
        button.clicked.connect(partial(self._open, path))
        return button

    def _open(self, path: Path, _: bool = False) -> None:
        self._actions.files.open_track(path)
