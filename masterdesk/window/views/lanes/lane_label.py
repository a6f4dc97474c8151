"""What stands left of a lane: whose it is, the file's name, how far it has been read, and a way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, GlyphButton
from masterdesk.window.views.controls.labels import ElidedLabel, label
from masterdesk.window.views.texts import DASH, clock

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

WIDTH = 118
CLOSE_PX = 10
TITLES = {ORIGINAL: "Track", REFERENCE: "Reference"}


class LaneLabel(QWidget):
    """Follows the lane of `key`. `button` cancels reading, and takes a reference away."""

    def __init__(self, models: Models, actions: Actions, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions, self._key = models, actions, key
        self._lane = models.lane(key)
        self.setFixedWidth(WIDTH)
        self.title = label(TITLES[key], tone="dim")
        self.name, self.info = ElidedLabel(), ElidedLabel(role="small_number", tone="text_faint")
        self.cancel_button = Button("Cancel", "quiet")
        self.close_button = GlyphButton("close", "Remove the reference", "quiet", CLOSE_PX)
        self.cancel_button.setAccessibleName(f"Stop reading the {TITLES[key].lower()}")
        self.cancel_button.setToolTip(self.cancel_button.accessibleName())
        self.cancel_button.clicked.connect(lambda: actions.files.cancel_reading(key))
        self.close_button.clicked.connect(lambda: actions.files.close_reference())
        self._lay_out()
        self._lane.changed.connect(self._follow)
        self._lane.progressed.connect(lambda _: self._follow_info())
        models.desk.window_changed.connect(self._follow_info)
        self._follow()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setSpacing(0)
        if self._key == REFERENCE:
            grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.cancel_button, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.close_button, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.name, 1, 0, 1, 3)
        grid.addWidget(self.info, 2, 0, 1, 3)
        grid.setRowStretch(3, 1)
        grid.setColumnStretch(0, 1)
        grid.setContentsMargins(0, 0, metrics.GAP, 0)

    def _follow(self) -> None:
        lane = self._lane
        self.name.setText("" if lane.path is None else lane.title if self._key == ORIGINAL else lane.path.name)
        self.setToolTip("" if lane.path is None else str(lane.path))
        closes = self._key == REFERENCE and lane.status in (LaneStatus.READY, LaneStatus.FAILED)
        self.cancel_button.setVisible(lane.status is LaneStatus.READING)
        self.close_button.setVisible(closes)
        self._follow_info()

    def _follow_info(self) -> None:
        self.info.setText(self._info())

    def _info(self) -> str:
        if self._lane.status is LaneStatus.READING:
            return f"Reading {self._lane.fraction:.0%}"
        if self._lane.status is not LaneStatus.READY:
            return ""
        state, duration_s = self._models.desk.state, self._lane.duration_s or 0.0
        start_s = state.window_start_s if self._key == ORIGINAL else state.reference_start_s or 0.0
        stop_s = min(start_s + state.window_s, duration_s)
        verb = "preview" if self._key == ORIGINAL else "from"
        return f"{verb} {clock(start_s)}{DASH}{clock(stop_s)}"
