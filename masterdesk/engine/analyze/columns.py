"""A table that grows by columns, for what is measured over time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GROWTH = 1.5
#: Room made ahead for a length that a header claims; memory that is not written to costs nothing.
MAX_EXPECTED = 1_000_000
MIN_CAPACITY = 1024


class Columns:
    """Float32 columns appended to a table of `rows` rows, without a copy of all at the end."""

    def __init__(self, rows: int, expected: int = 0) -> None:
        self._table = np.empty((rows, min(max(expected, MIN_CAPACITY), MAX_EXPECTED)), dtype=np.float32)
        self._count = 0

    def append(self, columns: npt.NDArray[np.floating]) -> None:
        """Add columns, (rows, n)."""
        end = self._count + columns.shape[1]
        if end > self._table.shape[1]:
            grown = np.empty((len(self._table), max(end, round(self._table.shape[1] * GROWTH))), dtype=np.float32)
            grown[:, : self._count] = self._table[:, : self._count]
            self._table = grown
        self._table[:, self._count : end] = columns
        self._count = end

    def part(self, index: int, parts: int) -> npt.NDArray[np.float32]:
        """The `index`-th of `parts` equal groups of rows, as a view."""
        size = len(self._table) // parts
        return self._table[index * size : (index + 1) * size, : self._count]
