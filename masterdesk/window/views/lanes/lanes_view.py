"""The lanes panel: track and reference over one time ruler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.lanes.file_drops import FileDrops
from masterdesk.window.views.lanes.lane_keys import ZOOM_STEP
from masterdesk.window.views.lanes.lane_label import WIDTH, ReferenceLabel, TrackLabel
from masterdesk.window.views.lanes.loudness_toggle import LoudnessToggle
from masterdesk.window.views.lanes.overview import Overview
from masterdesk.window.views.lanes.reference_lane import ReferenceLane
from masterdesk.window.views.lanes.ruler import HEIGHT, Ruler
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.track_lane import TrackLane

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: The preference that remembers whether loudness is drawn.
LOUDNESS = "lanes_loudness"
TRACK_SHARE, REFERENCE_SHARE = 2, 1
LEAST_TRACK_PX, LEAST_REFERENCE_PX = 52, 38
#: Around the window when it is zoomed to, as a share of its length; and where the playhead is when the view follows it.
WINDOW_MARGIN, FOLLOW_SHARE = 0.05, 0.05


class LanesView(QFrame):
    """Ruler, track lane, reference lane and overview, in step with the models and with each other."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self.setProperty("role", "panel")
        self.setAccessibleName("Lanes")
        self.axis = TimeAxis(self)
        self.ruler = Ruler(models, actions, self.axis)
        self.track = TrackLane(models, actions, self.axis)
        self.reference = ReferenceLane(models, actions, self.axis)
        self.overview = Overview(models, self.axis)
        self.track_label, self.reference_label = TrackLabel(models, actions), ReferenceLabel(models, actions)
        self.loudness_button = LoudnessToggle()
        for lane in (self.track, self.reference):
            self.loudness_button.toggled.connect(lane.set_shows_loudness)
        self.loudness_button.setChecked(models.preferences.view(LOUDNESS, True))
        self.loudness_button.toggled.connect(lambda on: models.preferences.keep_view(LOUDNESS, on))
        self.take_drops_of(self)
        self._last_position_s = models.playback.position_s
        self._lay_out()
        self._connect()
        self._follow_lengths()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(900, 182)

    def take_drops_of(self, host: QWidget) -> None:
        """Let a widget around the lanes, such as the window, take files as the lanes do."""
        FileDrops(host, self.track, self.reference, self._actions)

    def zoom(self, how: str) -> None:
        """Zoom "in", "out", to "all" of the track, or to the "window"."""
        if how == "all":
            self.axis.show_all()
        elif how == "window":
            window = self._models.desk.state.window
            margin = WINDOW_MARGIN * window.duration_s
            self.axis.show(window.start_s - margin, window.stop_s + margin)
        else:
            self.track.zoom_about_playhead(ZOOM_STEP if how == "in" else 1 / ZOOM_STEP)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(metrics.PADDING - 2, metrics.GAP, metrics.PADDING - 2, 2)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(metrics.TIGHT)
        grid.addLayout(self._make_head(), 0, 0)
        grid.addWidget(self.ruler, 0, 1)
        grid.addWidget(self.track_label, 1, 0)
        grid.addWidget(self.track, 1, 1)
        grid.addWidget(self.reference_label, 2, 0)
        grid.addWidget(self.reference, 2, 1)
        self.track.setMinimumHeight(LEAST_TRACK_PX)
        self.reference.setMinimumHeight(LEAST_REFERENCE_PX)
        grid.addWidget(self.overview, 3, 1)
        grid.setRowStretch(1, TRACK_SHARE)
        grid.setRowStretch(2, REFERENCE_SHARE)
        grid.setColumnStretch(1, 1)
        self.setMinimumWidth(3 * WIDTH)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        button_height = self.loudness_button.height()
        head.setContentsMargins(0, 0, metrics.GAP, HEIGHT - button_height)
        head.addWidget(label("Track", tone="dim"))
        head.addStretch()
        head.addWidget(self.loudness_button)
        return head

    def _connect(self) -> None:
        models = self._models
        for lane in (models.track, models.reference):
            lane.changed.connect(self._follow_lengths)
            lane.peaks_grown.connect(self._follow_lengths)
        models.playback.moved.connect(self._follow_playhead)
        self._actions.view.zoom_requested.connect(self.zoom)

    def _follow_lengths(self) -> None:
        """A new track is shown whole; until there is one, the reference is what there is."""
        track_s, reference_s = self.track.reader.duration_s, self.reference.reader.duration_s
        self.axis.set_lengths(track_s or reference_s, max(track_s, reference_s))
        self.loudness_button.setEnabled(self._models.track.analysis is not None)

    def _follow_playhead(self, position_s: float) -> None:
        """Turn the page when playback runs out of sight."""
        last_s, self._last_position_s = self._last_position_s, position_s
        axis = self.axis
        was_seen = axis.start_s <= last_s <= axis.stop_s
        is_held = self.track.is_dragging or self.overview.is_dragging or self.ruler.is_dragging
        if self._models.playback.is_playing and was_seen and position_s > axis.stop_s and not is_held:
            axis.scroll(position_s - FOLLOW_SHARE * axis.span_s - axis.start_s)
