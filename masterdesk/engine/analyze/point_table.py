"""A table that grows by points in time, for what is measured over a track."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GROWTH = 1.5
#: Room made ahead for a length that a header claims; memory that is not written to costs nothing.
MAX_EXPECTED = 1_000_000
MIN_CAPACITY = 1024


class PointTable:
    """Float32 values, one row per point, filled in by columns that may come at different times."""

    def __init__(self, width: int, expected_points: int = 0) -> None:
        self._table = np.zeros((min(max(expected_points, MIN_CAPACITY), MAX_EXPECTED), width), dtype=np.float32)

    def put(self, first_point: int, first_column: int, values: npt.NDArray[np.floating]) -> None:
        """Fill in (points, columns) from a point and a column on."""
        points, columns = values.shape
        end = first_point + points
        if end > len(self._table):
            # Points lie one after the other, so that the block of memory is made longer and not copied.
            self._table.resize((max(end, round(len(self._table) * GROWTH)), self._table.shape[1]), refcheck=False)
        self._table[first_point:end, first_column : first_column + columns] = values

    def series(self, first_column: int, columns: int, points: int) -> npt.NDArray[np.float32]:
        """The first `points` of some columns, (columns, points), as a view; nothing may be put in afterwards."""
        return self._table[:points, first_column : first_column + columns].T
