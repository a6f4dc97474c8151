"""All commands and their keys, to be searched."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.controls.scrolling import scrolled
from masterdesk.window.views.help.command_row import CommandRow

COLUMNS = 2
WIDTH_PX, HEIGHT_PX = 940, 640
#: What one plays and compares with comes before what is chosen once.
FIRST = ("Playback", "Cards", "Listen", "Window", "Match", "Render")
HINTS = (
    "Click a card to hear it. Drop a file anywhere to load it, a second one as the reference, on a card to match it.",
    "Tab goes from control to control, Space or Return presses, the arrow keys move what has the focus.",
)


class HelpSheet(QDialog):
    """The commands in their groups; what is typed narrows them down."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and help")
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: a word or a key")
        self.search.setAccessibleName("Search the commands")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self._nothing = label("No command has this word or key.", tone="dim")
        groups = sorted(actions.commands.groups(), key=lambda group: _rank(group[0]))
        self.groups = [(title, [CommandRow(action) for action in group]) for title, group in groups]
        self._boxes: list[QWidget] = []
        self._lay_out()
        self._narrow("")
        self.search.setFocus()

    def shown(self) -> list[QAction]:
        """The commands that are left."""
        return [row.action_shown for _, rows in self.groups for row in rows if not row.isHidden()]

    def _narrow(self, text: str) -> None:
        for box, (title, rows) in zip(self._boxes, self.groups, strict=True):
            for row in rows:
                row.setHidden(not row.matches(text) and text.strip().lower() not in title.lower())
            box.setHidden(all(row.isHidden() for row in rows))
        self._nothing.setVisible(not self.shown())

    def _lay_out(self) -> None:
        close = Button("Close")
        close.clicked.connect(self.close)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 10, 14)
        column.setSpacing(metrics.PADDING)
        for item in (label("Keys and help", "title"), *(label(hint, tone="dim") for hint in HINTS)):
            column.addWidget(item)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(scrolled(self._columns()), 1)

    def _columns(self) -> QWidget:
        """All groups side by side."""
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, metrics.GAP, 0)
        columns.setSpacing(28)
        parts = [QVBoxLayout() for _ in range(COLUMNS)]
        for part in parts:
            part.setSpacing(metrics.PADDING)
            columns.addLayout(part, 1)
        for index, at in enumerate(self._spread()):
            box = _box(*self.groups[index])
            self._boxes.append(box)
            parts[at].addWidget(box)
        for part in parts:
            part.addStretch(1)
        return content

    def _spread(self) -> list[int]:
        """The column of each group: the first half of all rows at the left, groups kept whole and in order."""
        total, so_far, places = sum(len(rows) + 2 for _, rows in self.groups), 0, []
        for _, rows in self.groups:
            places.append(int(2 * so_far >= total))
            so_far += len(rows) + 2
        return places


def _rank(title: str) -> int:
    """Where a group stands; new ones keep their order, behind those that are needed most."""
    return FIRST.index(title) if title in FIRST else len(FIRST)


def _box(title: str, rows: list[CommandRow]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(label(title, "strong", "dim"))
    for row in rows:
        column.addWidget(row)
    return box
