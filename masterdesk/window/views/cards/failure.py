"""What a card says when its settings cannot be rendered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import ClampedLabel

MAX_LINES = 3


class Failure(QWidget):
    """The problem and a button to try again; hidden while there is none."""

    def __init__(self, retry: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ClampedLabel(MAX_LINES, "small", "danger")
        self._retry = Button("Try again", "small")
        self._retry.clicked.connect(retry)
        row = QHBoxLayout()
        row.addWidget(self._retry)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._text)
        column.addLayout(row)
        self.hide()

    def show_problem(self, problem: str) -> None:
        """Show what went wrong; an empty text hides it all."""
        self._text.setText(problem)
        self.setVisible(bool(problem))
