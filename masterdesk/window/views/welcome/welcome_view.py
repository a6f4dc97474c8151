"""The first start: what to do, in three calm lines, with recent files and a demo track."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, with_key
from masterdesk.window.views.controls.labels import badge, label, wrapped
from masterdesk.window.views.dropping import dropped_files
from masterdesk.window.views.welcome.drop_zone import DropZone
from masterdesk.window.views.welcome.recent_files import RecentFiles

STEPS = (
    ("1", "Load a mix", "Your finished stereo mix, as it came out of the studio."),
    ("2", "Compare five masters", "At equal loudness, at the same place in the music, by the keys 0 to 5."),
    ("3", "Render the one you like", "Release files, measured again after they were written."),
)
WIDTH_PX = 760


class WelcomeView(QWidget):
    """Takes dropped files, too: the first is the track, a second the reference."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setAcceptDrops(True)
        self.setAccessibleName("Welcome")
        self.zone, self.recent = DropZone(), RecentFiles(models, actions)
        self.open, self.demo = Button("Open a mix…"), Button("Try it on the demo track")
        self.open.setProperty("role", "primary")
        command, demo = actions.commands["open_track"], actions.commands["open_demo"]
        self.open.setToolTip(with_key(command.text(), command))
        self.open.clicked.connect(command.trigger)
        self.demo.setToolTip(demo.toolTip())
        self.demo.clicked.connect(demo.trigger)
        self._lay_out()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102  Qt's name
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.zone.set_inviting(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: D102  Qt's name
        self.zone.set_inviting(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102  Qt's name
        self.zone.set_inviting(False)
        event.acceptProposedAction()
        self._actions.files.open_dropped(dropped_files(event.mimeData()), False)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.GAP)
        buttons.addStretch(1)
        for button in (self.open, self.demo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.zone.body.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._middle(), 20)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def _middle(self) -> QWidget:
        """Where files are dropped, what comes then, and files of earlier days."""
        steps = QHBoxLayout()
        steps.setSpacing(2 * metrics.PADDING)
        for number, title, text in STEPS:
            steps.addLayout(_step(number, title, text), 1)
        middle = QWidget()
        middle.setMaximumWidth(WIDTH_PX)
        column = QVBoxLayout(middle)
        column.setSpacing(24)
        column.addWidget(self.zone)
        column.addLayout(steps)
        column.addWidget(self.recent)
        return middle


def _step(number: str, title: str, text: str) -> QVBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(metrics.GAP)
    head.addWidget(badge(number))
    head.addWidget(label(title, "heading"), 1)
    column = QVBoxLayout()
    column.setSpacing(metrics.TIGHT)
    column.addLayout(head)
    words = wrapped(text, tone="dim")
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    column.addWidget(words, 1)
    return column
