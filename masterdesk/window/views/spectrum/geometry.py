"""Where the parts of the spectrum's plot lie, and its two axes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF

from masterdesk.window.views.spectrum.axis import Axis

FloatArray = npt.NDArray[np.floating]

FREQUENCIES = Axis(20.0, 20000.0, 20.0, 20000.0, 1.5, is_log=True)
LEVELS = Axis(-72.0, 0.0, -120.0, 12.0, 12.0)
LEVEL_ROOM, GAIN_ROOM, FREQUENCY_ROOM, TOP_ROOM = 34.0, 30.0, 20.0, 6.0
#: Height of the gain's own strip: a share of the plot, within bounds.
GAIN_SHARE, GAIN_HEIGHTS = 0.24, (36.0, 84.0)


@dataclass(frozen=True)
class Geometry:
    """A plot of `size` with what is visible of its axes."""

    size: QSizeF
    frequencies: Axis = FREQUENCIES
    levels: Axis = LEVELS

    @cached_property
    def area(self) -> QRectF:
        """Where curves are."""
        width = max(self.size.width() - LEVEL_ROOM - GAIN_ROOM, 1.0)
        return QRectF(LEVEL_ROOM, TOP_ROOM, width, max(self.size.height() - TOP_ROOM - FREQUENCY_ROOM, 1.0))

    @cached_property
    def gain_area(self) -> QRectF:
        """The strip at the bottom of the plot where the equalizer's gain is."""
        area = self.area
        height = min(max(area.height() * GAIN_SHARE, GAIN_HEIGHTS[0]), GAIN_HEIGHTS[1], area.height())
        return QRectF(area.left(), area.bottom() - height, area.width(), height)

    def x(self, frequency_hz: float) -> float:
        """Where a frequency is."""
        return float(self.area.left() + self.frequencies.fractions(frequency_hz) * self.area.width())

    def frequency_hz(self, x: float) -> float:
        """The frequency at `x`."""
        return self.frequencies.value((x - self.area.left()) / self.area.width())

    def ys(self, levels_db: FloatArray) -> FloatArray:
        """Where levels are; silence lies below the plot."""
        area = self.area
        ys = area.bottom() - self.levels.fractions(levels_db) * area.height()
        return np.asarray(np.clip(ys, area.top() - area.height(), area.bottom() + 20.0))

    def y(self, level_db: float) -> float:
        """Where one level is."""
        return float(self.ys(np.array(level_db)))

    def fractions(self, at: QPointF) -> tuple[float, float]:
        """Where a point is on the frequency and on the level axis."""
        area = self.area
        return (at.x() - area.left()) / area.width(), (area.bottom() - at.y()) / area.height()
