"""Which part of the desk's time the lanes show, and where a time lies on the screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

#: No closer than this: about two samples a pixel.
LEAST_SPAN_S = 0.05
#: Round steps of a ruler, in seconds.
STEPS_S = (
    *(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0),
)


class TimeAxis(QObject):
    """The visible range `start_s` to `stop_s` of `extent_s` seconds; `fit_s` of them are the whole track.

    The range always lies within the extent. `changed` follows every change of
    the range or of the extent.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fit_s = self.extent_s = 0.0
        self.start_s = self.stop_s = 0.0

    @property
    def span_s(self) -> float:
        """How many seconds are visible."""
        return self.stop_s - self.start_s

    @property
    def is_empty(self) -> bool:
        """Whether there is no time to show."""
        return self.span_s <= 0.0

    @property
    def shows_all(self) -> bool:
        """Whether nothing lies outside the visible range."""
        return self.span_s >= self.extent_s - 1e-9

    @property
    def is_fitted(self) -> bool:
        """Whether exactly the whole track is visible."""
        return self.start_s == 0.0 and abs(self.stop_s - self.fit_s) < 1e-9

    def set_lengths(self, fit_s: float, extent_s: float) -> None:
        """Take new lengths of the track and of all there is; a view of the whole track stays one."""
        if (fit_s, extent_s) == (self.fit_s, self.extent_s):
            return
        was_fitted = self.is_empty or self.is_fitted
        self.fit_s, self.extent_s = fit_s, max(extent_s, fit_s)
        start, stop = (0.0, fit_s) if was_fitted or fit_s <= 0.0 else (self.start_s, self.stop_s)
        self.start_s, self.stop_s = self._placed(start, stop)
        self.changed.emit()

    def show(self, start_s: float, stop_s: float) -> None:
        """Make a range visible, moved and cut to what there is."""
        start_s, stop_s = self._placed(start_s, stop_s)
        if (start_s, stop_s) != (self.start_s, self.stop_s):
            self.start_s, self.stop_s = start_s, stop_s
            self.changed.emit()

    def show_all(self) -> None:
        """Make the whole track visible."""
        self.show(0.0, self.fit_s)

    def zoom(self, factor: float, about_s: float) -> None:
        """Show `factor` times as many seconds; `about_s` stays where it is on the screen."""
        least = min(LEAST_SPAN_S, self.extent_s)
        span = min(max(self.span_s * factor, least), self.extent_s)
        share = (about_s - self.start_s) / self.span_s if self.span_s else 0.0
        start = about_s - share * span
        self.show(start, start + span)

    def scroll(self, by_s: float) -> None:
        """Move the visible range."""
        self.show(self.start_s + by_s, self.stop_s + by_s)

    def x(self, time_s: float, width: float) -> float:
        """Where `time_s` lies in a view of `width` pixels."""
        return (time_s - self.start_s) / self.span_s * width if self.span_s else 0.0

    def time(self, x: float, width: float) -> float:
        """The time at `x` in a view of `width` pixels; not limited to what there is."""
        return self.start_s + x / width * self.span_s if width else 0.0

    def ticks(self, width: float, least_px: float) -> tuple[float, list[float]]:
        """Round step in seconds whose labels keep `least_px` apart, and the visible times it falls on."""
        if self.is_empty or width <= 0:
            return 1.0, []
        least = least_px * self.span_s / width
        step = next((step for step in STEPS_S if step >= least), STEPS_S[-1])
        first, last = math.ceil(self.start_s / step - 1e-9), math.floor(self.stop_s / step + 1e-9)
        return step, [number * step for number in range(first, last + 1)]

    def _placed(self, start_s: float, stop_s: float) -> tuple[float, float]:
        span = min(stop_s - start_s, self.extent_s)
        start = min(max(start_s, 0.0), self.extent_s - span)
        return start, start + span
