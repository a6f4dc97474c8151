"""Folder and name of the files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.labels import label


class PlaceFields(QWidget):
    """Two lines of text, and a button that shows the folders."""

    changed = Signal()

    def __init__(self, folder: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder_edit, self.name_edit = QLineEdit(str(folder)), QLineEdit(name)
        self.folder_edit.setAccessibleName("Folder")
        self.name_edit.setAccessibleName("Name of the files, without ending")
        self.browse = QPushButton("Choose…")
        self.browse.setAutoDefault(False)
        self.browse.setAccessibleName("Choose the folder")
        self.browse.clicked.connect(self._choose)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(metrics.TIGHT + 2)
        rows = (("Folder", self.folder_edit), ("Name", self.name_edit))
        for row, (title, edit) in enumerate(rows):
            grid.addWidget(label(title, tone="dim"), row, 0)
            grid.addWidget(edit, row, 1)
            edit.textChanged.connect(lambda _: self.changed.emit())
        grid.addWidget(self.browse, 0, 2)

    @property
    def folder(self) -> Path:
        """Where the files go."""
        return Path(self.folder_edit.text().strip()).expanduser()

    @property
    def name(self) -> str:
        """What they are called, without what tells them apart and without ending."""
        return self.name_edit.text().strip()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder for the masters", str(self.folder))
        if folder:
            self.folder_edit.setText(folder)
