"""A table that grows by points in time, for what is measured over a track."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GROWTH = 1.5
#: Room made ahead for a length that a header claims; memory that is not written to costs nothing.
MAX_EXPECTED = 1_000_000
MIN_CAPACITY = 1024


class PointTable:
    """Float32 series of points, filled in some series at a time; each may be filled in at its own time."""

    def __init__(self, width: int, expected_points: int = 0) -> None:
        self._table = np.zeros((width, min(expected_points or MIN_CAPACITY, MAX_EXPECTED)), dtype=np.float32)

    def put(self, first_point: int, first_series: int, values: npt.NDArray[np.floating]) -> None:
        """Fill in (points, series) from a point and a series on."""
        points, series = values.shape
        end = first_point + points
        if end > self._table.shape[1]:
            self._grow(max(end, round(self._table.shape[1] * GROWTH)))
        self._table[first_series : first_series + series, first_point:end] = values.T

    def series(self, first_series: int, count: int, points: int) -> npt.NDArray[np.float32]:
        """The first `points` of some series, (series, points), contiguous.

        No copy where so many were expected, since a long track has a million values; nothing may be put in afterwards.
        """
        return np.ascontiguousarray(self._table[first_series : first_series + count, :points])

    def _grow(self, points: int) -> None:
        table = np.zeros((len(self._table), points), dtype=np.float32)
        table[:, : self._table.shape[1]] = self._table
        self._table = table
