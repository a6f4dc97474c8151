"""Loudness over time, of what is heard and of the whole track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import Region
from masterdesk.window.views.controls.labels import ElidedLabel, label
from masterdesk.window.views.frame_limiter import FrameLimiter
from masterdesk.window.views.history.level_key import LevelKey
from masterdesk.window.views.history.plot import INTEGRATED_STYLE, TARGET_STYLE, HistoryPlot
from masterdesk.window.views.history.sources import Shown, shown
from masterdesk.window.views.spectrum.choice_button import ChoiceButton
from masterdesk.window.views.spectrum.curves import source_label

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: The preference that remembers the range.
RANGE = "history_range"
RANGES = {"Window": 0.0, "Whole track": 1.0}
#: Room beside the window, as a share of it.
BESIDE = 0.04
NO_TRACK = "Open a track to see its loudness"
BLIND = "Loudness is hidden during the blind test"


class HistoryView(QWidget):
    """Short-term (bold) and momentary (faint) loudness with integrated and target lines. `header` may be moved."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self.range = ChoiceButton("Part of the track that is shown", RANGES, self)
        self.range.show_value(models.preferences.view(RANGE, 0.0))
        self.legend = ElidedLabel("", "small", "text_dim")
        self.integrated = LevelKey("integrated", INTEGRATED_STYLE)
        self.target = LevelKey("target", TARGET_STYLE)
        self.notice = label("", "body", "dim", self)
        self.plot = HistoryPlot(self)
        self.header = QWidget(self)
        self._moving = FrameLimiter(self._move, self)
        self._lay_out()
        self._connect()
        self._show_theme()
        self._show_track()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics.PADDING)
        row.addWidget(self.range)
        row.addWidget(self.legend, 1)
        for key in (self.integrated, self.target):
            row.addWidget(key)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics.TIGHT)
        column.addWidget(self.header)
        column.addWidget(self.notice, 1)
        column.addWidget(self.plot, 1)

    def _connect(self) -> None:
        models = self._models
        models.playback.moved.connect(self._moving.ask)
        models.track.changed.connect(self._show_track)
        models.reference.changed.connect(self._show)
        for slot in models.slots:
            slot.changed.connect(self._show)
            slot.measured.connect(self._show)
        for signal in (models.desk.heard_changed, models.desk.slot_changed, models.blind.changed):
            signal.connect(self._show)
        models.desk.window_changed.connect(self._show_window)
        theme.changed.connect(self._show_theme)
        self.range.chosen.connect(self._look)
        self.range.chosen.connect(lambda value: models.preferences.keep_view(RANGE, value))
        self.plot.clicked.connect(self._actions.transport.seek)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up to date."""
        super().showEvent(event)
        self._show()
        self._move()

    def _move(self) -> None:
        if self.isVisible():
            self.plot.playhead.move_to(self._models.playback.position_s)

    def _show_track(self) -> None:
        self.plot.set_duration(self._models.track.duration_s or 0.0)
        self._show_window()
        self._show()

    def _show_window(self) -> None:
        self.plot.show_window(self._models.desk.state.window)
        self._look()
        self._show()

    def _look(self) -> None:
        duration_s, window = self._models.track.duration_s or 1.0, self._models.desk.state.window
        if self.range.value:
            self.plot.look_at(Region(0.0, duration_s))
        else:
            beside_s = BESIDE * window.duration_s
            region = Region(max(window.start_s - beside_s, 0.0), min(window.stop_s + beside_s, duration_s))
            self.plot.look_at(region)

    def _show(self) -> None:
        notice = self._notice()
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self.plot.setVisible(not notice)
        self.legend.setVisible(not notice)
        now = shown(self._models)
        self.integrated.show_level(now.integrated_lufs, theme.source_color(now.key))
        self.target.show_level(now.target_lufs, theme.current().highlight)
        if not notice:
            self.plot.show_history(now)
            self._show_legend(now)

    def _show_legend(self, now: Shown) -> None:
        name = source_label(self._models, now.key)
        self.legend.setText(f"{name}: short-term (bold), momentary" + (" · Original (thin)" if now.whole else ""))

    def _notice(self) -> str:
        if self._models.blind.is_hiding:
            return BLIND
        return "" if self._models.track.analysis is not None else NO_TRACK

    def _show_theme(self) -> None:
        self.plot.show_theme()
        self._show()
