"""The two scales of the loudness history."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg

from masterdesk.window.views.texts import clock, figure


class TimeScale(pg.AxisItem):  # type: ignore[misc]
    """Marks as minutes and seconds."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Text of each mark; tenths only where marks are that close."""
        return [clock(value, 0 if spacing >= 1.0 else 1) if value >= 0.0 else "" for value in values]

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Seconds between marks, such as clocks have."""
        steps = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)
        room = max(size / 90.0, 1.0)
        return [(next((step for step in steps if (high - low) / step <= room), steps[-1]), 0.0)]


class LoudnessScale(pg.AxisItem):  # type: ignore[misc]
    """Marks with a true minus sign."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Text of each mark."""
        return [figure(value, 0 if spacing >= 1.0 else 1) for value in values]

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Steps of loudness that are easily divided."""
        room = max(size / 34.0, 1.0)
        return [(next((step for step in (1.0, 2.0, 3.0, 6.0, 12.0) if (high - low) / step <= room), 24.0), 0.0)]


def marks(axis: pg.AxisItem, shown: Sequence[float], size: float) -> list[float]:
    """Where an axis has its marks, as shares of its length."""
    low, high = shown
    step = axis.tickSpacing(low, high, size)[0][0]
    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [(number * step - low) / (high - low) for number in numbers]
