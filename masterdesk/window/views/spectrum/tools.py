"""How the spectrum is measured: smoothing, tilt, average or live, peak hold, and a new start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.models.live import LiveModel
from masterdesk.window.views.controls.buttons import Button, small_button
from masterdesk.window.views.spectrum.choice_button import ChoiceButton

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

SMOOTHINGS = {"No smoothing": 0.0, "1/24 oct": 1 / 24, "1/12 oct": 1 / 12, "1/6 oct": 1 / 6, "1/3 oct": 1 / 3}
TILTS = {"No tilt": 0.0, "3 dB/oct": 3.0, "4.5 dB/oct": 4.5}
AVERAGES = {"Average": True, "Live": False}


class SpectrumTools(QWidget):
    """The row of controls; it shows what `live` has and changes it through `actions`."""

    def __init__(self, live: LiveModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._view = live, actions.view
        self.smoothing = ChoiceButton("Smoothing of the spectrum", SMOOTHINGS, self)
        self.tilt = ChoiceButton("Tilt of the spectrum about 1 kHz", TILTS, self)
        self.averages = ChoiceButton("Average since play, or the spectrum at this moment", AVERAGES, self)
        self.holds_peaks = _button(self, "Peak hold", "Keep the highest level of each frequency as a line", "toggle")
        self.holds_peaks.setCheckable(True)
        self.reset = _button(self, "Reset", "Forget averages, maxima and held peaks", "quiet")
        self.match = _button(self, "Match", "", "toggle")
        self.match.follow(actions.commands["match_curves"], "Match")
        self._lay_out()
        self._show_options()
        self._connect(actions)

    def show_match(self, is_offered: bool, is_shown: bool) -> None:
        """Offer the curves of a match; while they are shown there are no peaks to hold. A new start has its key."""
        self.match.setVisible(is_offered)
        self.reset.setVisible(not is_offered)
        self.holds_peaks.setVisible(not is_shown)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics.TIGHT)
        for control in (self.smoothing, self.tilt, self.averages, self.holds_peaks, self.reset, self.match):
            row.addWidget(control)

    def _connect(self, actions: Actions) -> None:
        for choice in (self.smoothing, self.tilt, self.averages):
            choice.chosen.connect(self._set_options)
        self.holds_peaks.clicked.connect(self._set_options)
        self.reset.clicked.connect(lambda: actions.commands["reset_meters"].trigger())
        self._live.options_changed.connect(self._show_options)

    def _show_options(self) -> None:
        live = self._live
        self.smoothing.show_value(live.smoothing_octaves)
        self.tilt.show_value(live.tilt_db_per_octave)
        self.averages.show_value(live.averages)
        self.holds_peaks.setChecked(live.holds_peaks)

    def _set_options(self) -> None:
        holds_peaks = self.holds_peaks.isChecked()
        self._view.set_spectrum_options(self.smoothing.value, self.tilt.value, bool(self.averages.value), holds_peaks)


def _button(parent: QWidget, text: str, help_line: str, role: str) -> Button:
    button = small_button(text, role, parent)
    button.setToolTip(f"{help_line} (Space when it has the focus)")
    return button
