"""What stands left of a lane: the file's name, which part of it is heard, how far it has been read, a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, GlyphButton
from masterdesk.window.views.controls.labels import ElidedLabel, label
from masterdesk.window.views.lanes.menu_button import region_button, window_button
from masterdesk.window.views.texts import percent, span

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

WIDTH = 140
CLOSE_PX = 9


class LaneLabel(QWidget):
    """Follows one lane, whose file is called by `name`; heirs say what they show of it."""

    def __init__(
        self, models: Models, actions: Actions, key: str, name: ElidedLabel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._models, self._lane = models, models.lane(key)
        self.setFixedWidth(WIDTH)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, metrics.GAP, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(2, 1)
        self.name = name
        self.cancel_button = Button("Cancel", "quiet")
        self.cancel_button.setAccessibleName(f"Stop reading the {'track' if key == 'original' else 'reference'}")
        self.cancel_button.setToolTip(self.cancel_button.accessibleName())
        self.cancel_button.clicked.connect(lambda: actions.files.cancel_reading(key))
        self._lane.changed.connect(self.follow)
        self._lane.progressed.connect(lambda _: self.follow())
        models.desk.window_changed.connect(self.follow)

    def follow(self) -> None:
        """Show the lane as it is now."""
        self.cancel_button.setVisible(self._lane.status is LaneStatus.READING)
        self.setToolTip("" if self._lane.path is None else str(self._lane.path))


class TrackLabel(LaneLabel):
    """The track's name, and the range of the previews with a menu of others."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(models, actions, "original", ElidedLabel(), parent)
        self.info = ElidedLabel(role="small_number", tone="text_faint")
        self.window_button = window_button(actions)
        self._grid.addWidget(self.name, 0, 0, 1, 2)
        self._grid.addWidget(self.info, 1, 0)
        self._grid.addWidget(self.cancel_button, 1, 1)
        self._grid.addWidget(self.window_button, 1, 1)
        self.follow()

    def follow(self) -> None:
        """Name and range, or progress."""
        super().follow()
        self.name.setText(self._lane.title)
        self.window_button.setVisible(self._lane.status is LaneStatus.READY)
        if self._lane.status is LaneStatus.READING:
            self.info.setText(reading_text(self._lane))
        elif self._lane.status is LaneStatus.READY:
            window = self._models.desk.state.window
            stop_s = min(window.stop_s, self._lane.duration_s or 0.0)
            self.info.setText(f"preview {span(window.start_s, stop_s)}")
        else:
            self.info.setText("")


class ReferenceLabel(LaneLabel):
    """The reference's file, what of it is matched, and a button that takes it away."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(models, actions, "reference", ElidedLabel("", "small", "text_faint"), parent)
        self.close_button = GlyphButton("close", "Remove the reference", "quiet", CLOSE_PX)
        self.close_button.clicked.connect(lambda: actions.files.close_reference())
        self.region_button = region_button(actions)
        self._grid.addWidget(label("Reference", tone="dim"), 0, 0)
        self._grid.addWidget(self.region_button, 0, 1)
        self._grid.addWidget(self.cancel_button, 0, 2)
        self._grid.addWidget(self.close_button, 0, 2)
        self._grid.addWidget(self.name, 1, 0, 1, 3)
        models.desk.region_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """File name and what of it is matched, or progress."""
        super().follow()
        lane, region = self._lane, self._models.desk.state.reference_region
        self.region_button.setVisible(lane.status is LaneStatus.READY)
        self.close_button.setVisible(lane.status in (LaneStatus.READY, LaneStatus.FAILED))
        name = "" if lane.path is None else lane.path.name
        if region is not None:
            name = f"{span(region.start_s, region.stop_s)} · {name}"
        self.name.setText(reading_text(lane) if lane.status is LaneStatus.READING else name)


def reading_text(lane: LaneModel) -> str:
    """How far a file has been read, if its length is known."""
    return percent(lane.fraction) if lane.duration_s is not None else "reading…"
