"""What a drive leads to: loudness after limiting, and how much limiting that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from masterdesk.engine.dsp.loudness import MOMENTARY_HOPS, SHORT_TERM_HOPS, integrated_lufs
from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.limit.curve import reduction
from masterdesk.engine.limit.envelope import Codes, decode_levels
from masterdesk.engine.limit.follower import Reduction
from masterdesk.engine.limit.grid import CHUNK_CELLS, POWER_CELLS
from masterdesk.engine.limit.power import Powers
from masterdesk.engine.limit.study import Study
from masterdesk.engine.progress import Progress

FloatArray = npt.NDArray[np.floating]
Float32Array = npt.NDArray[np.float32]

_HOP_SECONDS = 0.1
#: Power cells over which bass keeps a mean gain (20 ms).
_BASS_CELLS = 15
_NEPER_PER_POWER_DB = np.float32(np.log(10.0) / 10.0)


@dataclass(frozen=True)
class Outcome:
    """Loudness (`None` if nothing can be read) and reduction (>= 0 dB) with a drive.

    `sustained_db` and `momentary_db` are the largest mean reductions over 3 s and 400 ms;
    `hop_powers` the K-weighted power of every 100 ms.
    """

    lufs: float | None
    hop_powers: FloatArray
    max_reduction_db: float
    sustained_db: float
    momentary_db: float


def predict(study: Study, drive_db: float, ceiling_dbtp: float, progress: Progress | None = None) -> Outcome:
    """Loudness and reduction of the track limited with a drive, from its study alone.

    `progress` is only asked whether to go on.
    """
    power, reduced, largest = Hops(study), Hops(study), 0.0
    for cells, chunk in limited_powers(study, drive_db, ceiling_dbtp):
        if progress is not None:
            progress.check()
        power.add(cells)
        if chunk is None:
            reduced.add(np.zeros(cells.size, dtype=np.float32))
        else:
            largest = max(largest, float(chunk.max()))
            reduced.add(chunk.reshape(-1, POWER_CELLS).mean(axis=1)[: cells.size])
    hops, hop_powers = reduced.means(), power.means()
    return Outcome(
        integrated_lufs(hop_powers),
        hop_powers,
        largest,
        _highest_mean(hops, SHORT_TERM_HOPS),
        _highest_mean(hops, MOMENTARY_HOPS),
    )


def limited_powers(
    study: Study, drive_db: float, ceiling_dbtp: float
) -> Iterator[tuple[Float32Array, Reduction | None]]:
    """K-weighted power of the power cells after the limiter, `CHUNK_CELLS` peak cells at a time, and the reduction
    (>= 0 dB) of these; `None` where there is none.
    """
    gain = np.float32(10.0 ** (drive_db / 10.0))
    for index, (cells, bass) in enumerate(_powers(study)):
        chunk = reduction(study, drive_db, ceiling_dbtp, index)
        if chunk is None:
            yield cells * gain, None
            continue
        first = index * CHUNK_CELLS
        kept, kept_bass = _kept(chunk, study.codes_between(first, first + CHUNK_CELLS))
        yield ((cells - bass) * kept[: cells.size] + bass * kept_bass[: cells.size]) * gain, chunk


def plain_lufs(study: Study) -> float | None:
    """Integrated loudness of the track as it is."""
    power = Hops(study)
    for cells, _ in _powers(study):
        power.add(cells)
    return integrated_lufs(power.means())


def _kept(chunk: Float32Array, codes: Codes) -> tuple[Float32Array, Float32Array]:
    """Factors on the power of each power cell, and on the bass in it.

    Gain falls where the waveform is large, so it counts by the envelope squared.
    A wave of bass is longer than the dips that its crests cause: what is left of it is
    its mean gain over a period, not the gain where its weighted, and so delayed, power is.
    """
    weight = np.exp(decode_levels(codes, 0.0) * _NEPER_PER_POWER_DB) + np.float32(1e-12)
    gain = np.exp(chunk * (-0.5 * _NEPER_PER_POWER_DB))
    weighted = gain * weight
    sums = weight.reshape(-1, POWER_CELLS).sum(axis=1)
    kept = (weighted * gain).reshape(-1, POWER_CELLS).sum(axis=1) / sums
    mean = uniform_filter1d(weighted.reshape(-1, POWER_CELLS).sum(axis=1), _BASS_CELLS) / uniform_filter1d(
        sums, _BASS_CELLS
    )
    return kept, mean * mean


def _powers(study: Study) -> Iterator[Powers]:
    """The power cells that belong to each `CHUNK_CELLS` peak cells, (2, cells)."""
    chunks = CHUNK_CELLS * study.cell_frames // GRID_FRAMES
    for first in range(0, len(study.powers), chunks):
        yield np.concatenate(study.powers[first : first + chunks], axis=1)


class Hops:
    """Means per 100 ms of values per power cell, read off their running sum."""

    def __init__(self, study: Study) -> None:
        self._hop_cells = study.sample_rate * _HOP_SECONDS / (study.cell_frames * POWER_CELLS)
        self._hops = int(study.frames / (study.sample_rate * _HOP_SECONDS))
        self._edges: list[npt.NDArray[np.float64]] = [np.zeros(1)]
        self._next = 1
        self._cells = 0
        self._sum = 0.0

    def add(self, values: FloatArray) -> None:
        """Take the values of the next power cells."""
        running = np.cumsum(values, dtype=np.float64)
        running += self._sum
        last = min(int((self._cells + values.size) / self._hop_cells), self._hops)
        at = np.arange(self._next, last + 1) * self._hop_cells - self._cells
        self._edges.append(np.interp(at, np.arange(values.size + 1), np.concatenate([[self._sum], running])))
        self._next = max(last + 1, self._next)
        self._cells += values.size
        self._sum = float(running[-1])

    def means(self) -> npt.NDArray[np.float64]:
        """The mean of every complete 100 ms."""
        return np.maximum(np.diff(np.concatenate(self._edges)), 0.0) / self._hop_cells


def _highest_mean(hops: npt.NDArray[np.float64], size: int) -> float:
    """Largest mean over `size` hops, as if zeros followed the last."""
    return float(np.convolve(np.concatenate([hops, np.zeros(size)]), np.full(size, 1.0 / size), mode="valid").max())
