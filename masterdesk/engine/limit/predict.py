"""What a drive leads to: loudness after limiting, and how much limiting that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.limit.curve import reduction_chunks
from masterdesk.engine.limit.grid import CHUNK_CELLS, POWER_CELLS
from masterdesk.engine.limit.study import Study
from masterdesk.engine.units import db_from_power

FloatArray = npt.NDArray[np.floating]

_HOP_SECONDS = 0.1
_MOMENTARY_HOPS = 4
_SUSTAINED_HOPS = 30
_NEPER_PER_POWER_DB = np.float32(np.log(10.0) / 10.0)


@dataclass(frozen=True)
class Outcome:
    """Loudness (`None` if nothing can be read) and reduction (>= 0 dB) with a drive.

    `sustained_db` and `momentary_db` are the largest mean reductions over 3 s and 400 ms.
    """

    lufs: float | None
    max_reduction_db: float
    sustained_db: float
    momentary_db: float


def predict(study: Study, drive_db: float, ceiling_dbtp: float) -> Outcome:
    """Loudness and reduction of the track limited with a drive, from its study alone."""
    power, reduction, largest = _Hops(study), _Hops(study), 0.0
    gain = 10.0 ** (drive_db / 10.0)
    for cells, chunk in zip(_powers(study), reduction_chunks(study, drive_db, ceiling_dbtp), strict=True):
        if chunk is None:
            power.add(cells)
            reduction.add(np.zeros(cells.size, dtype=np.float32))
            continue
        largest = max(largest, float(chunk.max()))
        kept = np.exp(chunk * -_NEPER_PER_POWER_DB).reshape(-1, POWER_CELLS).mean(axis=1)
        power.add(cells * kept[: cells.size])
        reduction.add(chunk.reshape(-1, POWER_CELLS).mean(axis=1)[: cells.size])
    hops = reduction.means()
    lufs = integrated_lufs(power.means() * gain)
    return Outcome(lufs, largest, _highest_mean(hops, _SUSTAINED_HOPS), _highest_mean(hops, _MOMENTARY_HOPS))


def plain_lufs(study: Study) -> float | None:
    """Integrated loudness of the track as it is."""
    power = _Hops(study)
    for cells in _powers(study):
        power.add(cells)
    return integrated_lufs(power.means())


def integrated_lufs(hops: npt.NDArray[np.float64]) -> float | None:
    """Gated loudness (ITU-R BS.1770-5) of mean powers per 100 ms; `None` if nothing passes the gate."""
    blocks = _window_means(hops, _MOMENTARY_HOPS)
    levels = -0.691 + db_from_power(blocks)
    loud = levels > -70.0
    if not loud.any():
        return None
    gate = -0.691 + 10.0 * np.log10(blocks[loud].mean()) - 10.0
    return float(-0.691 + 10.0 * np.log10(blocks[loud & (levels > gate)].mean()))


def _powers(study: Study) -> Iterator[FloatArray]:
    """The power cells that belong to each `CHUNK_CELLS` peak cells."""
    per_chunk = CHUNK_CELLS // POWER_CELLS
    held: list[FloatArray] = []
    for powers in study.powers:
        held.append(powers)
        if sum(part.size for part in held) >= per_chunk:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


class _Hops:
    """Means per 100 ms of values per power cell, read off their running sum."""

    def __init__(self, study: Study) -> None:
        self._hop_cells = study.sample_rate * _HOP_SECONDS / (study.cell_frames * POWER_CELLS)
        self._hops = int(study.frames / (study.sample_rate * _HOP_SECONDS))
        self._edges: list[npt.NDArray[np.float64]] = [np.zeros(1)]
        self._next = 1
        self._cells = 0
        self._sum = 0.0

    def add(self, values: FloatArray) -> None:
        running = np.cumsum(values, dtype=np.float64)
        running += self._sum
        last = min(int((self._cells + values.size) / self._hop_cells), self._hops)
        at = np.arange(self._next, last + 1) * self._hop_cells - self._cells
        self._edges.append(np.interp(at, np.arange(values.size + 1), np.concatenate([[self._sum], running])))
        self._next = max(last + 1, self._next)
        self._cells += values.size
        self._sum = float(running[-1])

    def means(self) -> npt.NDArray[np.float64]:
        return np.maximum(np.diff(np.concatenate(self._edges)), 0.0) / self._hop_cells


def _window_means(hops: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.float64]:
    """Mean of every `size` hops in a row; none if there are fewer."""
    if hops.size < size:
        return np.zeros(0)
    return np.convolve(hops, np.full(size, 1.0 / size), mode="valid")


def _highest_mean(hops: npt.NDArray[np.float64], size: int) -> float:
    """Largest mean over `size` hops, as if zeros followed the last."""
    return float(_window_means(np.concatenate([hops, np.zeros(size)]), size).max())
