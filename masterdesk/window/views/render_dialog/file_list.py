"""The files that will be written, with what stands against them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from masterdesk.window.views.controls.labels import label, wrapped
from masterdesk.window.views.render_dialog.plan import PlannedFile

HEIGHT_PX = 130
NOTHING = "Choose a card and a format."
#: Lets a line break where it stands, invisibly.
BREAK = "\N{ZERO WIDTH SPACE}"
REPLACES = "replaces the file that is there"


class FileList(QScrollArea):
    """A line for each file: its full name, and in color what is wrong with it or what it replaces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setMinimumHeight(HEIGHT_PX)
        self.setAccessibleName("What will be written")
        self.texts: list[str] = []

    def show_files(self, files: Sequence[PlannedFile]) -> None:
        """Show these files."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        self.texts = []
        for file in files:
            self._add(column, str(file.path), "dim" if file.problem else "")
            if file.problem:
                self._add(column, file.problem, "danger")
            elif file.replaces:
                self._add(column, REPLACES, "warning")
        if not files:
            column.addWidget(label(NOTHING, tone="dim"))
        column.addStretch(1)
        self.setWidget(content)

    def _add(self, column: QVBoxLayout, text: str, tone: str) -> None:
        self.texts.append(text)
        column.addWidget(wrapped(text.replace(os.sep, os.sep + BREAK), "small", tone))
