"""The spectrum of what is heard, with its tools and legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.views.frame_limiter import FrameLimiter
from masterdesk.window.views.spectrum.curves import MATCH_SIDE, Curve, match_curves, shown_curves
from masterdesk.window.views.spectrum.header import SpectrumHeader
from masterdesk.window.views.spectrum.plot import SpectrumPlot
from masterdesk.window.views.spectrum.tools import SpectrumTools

if TYPE_CHECKING:
    from masterdesk.engine.match import MatchReport
    from masterdesk.window.actions.desk_actions import Actions

#: The preference that remembers the roles of curves that are not shown.
HIDDEN = "hidden_curves"
NO_TRACK = "Open a track to see its spectrum"
NOTHING_YET = {LaneStatus.READING: "The track is being read", LaneStatus.READY: "Play to see the spectrum"}
BLIND = "The spectrum is hidden during the blind test"


class SpectrumView(QWidget):
    """Original, the heard slot and the reference over frequency. `header` may be moved to another layout."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._report: MatchReport | None = None
        self._shown: tuple[list[Curve], bool] | None = None
        self._hidden = frozenset(models.preferences.view(HIDDEN, []))
        self.plot = SpectrumPlot(models, self)
        self.tools = SpectrumTools(models.live, actions)
        self.header = SpectrumHeader(self.tools, self)
        self.legend = self.header.legend
        self._limiter = FrameLimiter(self._show_frame, self)
        self._lay_out()
        self._connect()
        self._show_sources()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics.TIGHT)
        column.addWidget(self.header)
        column.addWidget(self.plot, 1)

    def _connect(self) -> None:
        models = self._models
        models.live.updated.connect(self._limiter.ask)
        for signal in (models.desk.heard_changed, models.desk.slot_changed, models.desk.reference_changed):
            signal.connect(self._show_sources)
        models.desk.track_changed.connect(self._show_sources)
        models.track.changed.connect(self._limiter.ask)
        models.preferences.changed.connect(self._follow_preferences)
        for slot in models.slots:
            slot.changed.connect(self._follow_match)
        models.blind.changed.connect(self._show_sources)
        theme.changed.connect(self._show_sources)
        self.legend.toggled.connect(self._toggle)

    def _show_sources(self) -> None:
        match = self.plot.match
        report = self._report = match.report
        is_empty = self._models.blind.is_hiding or self._models.desk.state.track is None
        curves = shown_curves(self._models) if report is None else match_curves(self._models, match.has_side)
        self.tools.show_match(match.has_match, report is not None)
        shown = ([] if is_empty else curves, match.has_match)
        if shown != self._shown:  # a slider that is dragged changes neither
            self._shown = shown
            self.header.show_curves(shown[0], self._hidden)
            self.plot.gain_shape.reset()
        self._show_curves()

    def _follow_match(self) -> None:
        """A new report is only painted, unless other curves come with it."""
        match, roles = self.plot.match, {entry.curve.role for entry in self.legend.entries}
        is_other = (match.report is None) != (self._report is None) or match.has_side != (MATCH_SIDE in roles)
        if is_other:
            self._show_sources()
        elif self._report is not match.report:
            self._report = match.report
            self._limiter.ask()

    def _follow_preferences(self, name: str) -> None:
        if name == "match_curves":
            self._show_sources()

    def _show_curves(self) -> None:
        self.plot.notice = self._notice()
        curves = (entry.curve for entry in self.legend.entries)
        self.plot.show_curves([curve for curve in curves if curve.role not in self._hidden])

    def _show_frame(self) -> None:
        self.plot.notice = self._notice()
        self.plot.update()

    def _notice(self) -> str:
        if self._models.blind.is_hiding:
            return BLIND
        if self._models.desk.state.track is None:
            return NO_TRACK
        if self._models.live.frame is not None or self.plot.match.report is not None:
            return ""
        return NOTHING_YET.get(self._models.track.status, NO_TRACK)

    def _toggle(self, role: str, is_shown: bool) -> None:
        self._hidden = self._hidden - {role} if is_shown else self._hidden | {role}
        self._models.preferences.keep_view(HIDDEN, sorted(self._hidden))
        self._show_curves()
