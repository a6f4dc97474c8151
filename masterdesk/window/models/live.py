"""What the meters and spectra show: measurements of what is heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from masterdesk.engine.live import LiveReadings

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class LiveFrame:
    """One moment of what is heard, measured by a worker.

    `heard` is the source's key. `spectra_db` holds a curve per shown source over
    `frequencies_hz`, `peak_hold_db` the heard one's held peaks, `now_db` its spectrum at this moment (shown
    behind the average, `None` where `spectra_db` is of this moment already). `gain_reduction_db` (<= 0) is the
    limiter's, `eq_gain_db` the equalizer's over `eq_frequencies_hz`, at this very moment;
    both are `None` where nothing is processed.
    """

    heard: str
    position_s: float
    readings: LiveReadings
    frequencies_hz: FloatArray
    spectra_db: dict[str, FloatArray] = field(default_factory=dict)
    peak_hold_db: FloatArray | None = None
    gain_reduction_db: float | None = None
    eq_frequencies_hz: FloatArray | None = None
    eq_gain_db: FloatArray | None = None
    now_db: FloatArray | None = None


class LiveModel(QObject):
    """The latest `LiveFrame`, and how spectra are to be measured."""

    updated = Signal()
    options_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.frame: LiveFrame | None = None
        #: Mean level of each source over the window, in dB at `frequencies_hz`.
        self.window_spectra_db: Mapping[str, FloatArray] = {}
        self.frequencies_hz: FloatArray = np.zeros(0)
        self.smoothing_octaves = 1 / 6
        self.tilt_db_per_octave = 4.5
        self.averages = True
        self.holds_peaks = False

    def show(self, frame: LiveFrame | None) -> None:
        """Take a new measurement; `None` when nothing is loaded."""
        self.frame = frame
        self.updated.emit()

    def show_window(self, frequencies_hz: FloatArray, spectra_db: Mapping[str, FloatArray]) -> None:
        """Take the mean spectra of the window."""
        self.frequencies_hz, self.window_spectra_db = frequencies_hz, spectra_db
        self.updated.emit()

    def set_options(
        self, smoothing_octaves: float, tilt_db_per_octave: float, averages: bool, holds_peaks: bool
    ) -> None:
        """How spectra are smoothed (0: not), tilted, averaged since play and held."""
        self.smoothing_octaves, self.tilt_db_per_octave = smoothing_octaves, tilt_db_per_octave
        self.averages, self.holds_peaks = averages, holds_peaks
        self.options_changed.emit()
