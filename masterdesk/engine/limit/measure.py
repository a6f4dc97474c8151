"""The loudness of a track as limited: what the solver predicts, measured on the audio itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import (
    integrated_lufs,
    loudness_range_lu,
    max_lufs,
    momentary_power,
    short_term_power,
)
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, chain
from masterdesk.engine.limit.envelope import decode_levels
from masterdesk.engine.limit.finish import HEADROOM_DB
from masterdesk.engine.limit.follower import Reduction
from masterdesk.engine.limit.grid import POWER_CELLS
from masterdesk.engine.limit.limiter import Limiter
from masterdesk.engine.limit.power import PowerMeter, Powers
from masterdesk.engine.limit.predict import Hops, limited_powers, predict
from masterdesk.engine.limit.study import Study
from masterdesk.engine.types.analysis import Loudness

Float32Array = npt.NDArray[np.float32]
#: The first chunk of the grid, and the one behind the last.
Run = tuple[int, int]

#: Chunks in one piece of what is measured, so that several processes can share it.
LONGEST_RUN = 16
#: Reduction in dB that is predicted well; deeper, it is measured.
MEASURED_FROM_DB = 1.0

_NOTHING = np.zeros(0, dtype=np.float32)


def limited_loudness(study: Study, drive_db: float, ceiling_dbtp: float, high_lu: float = 0.0) -> Loudness:
    """Loudness of the whole track after the limiter, foretold from the study alone.

    `high_lu` is by how much such a prediction is known to read high on this
    track. The true peak is that of the envelope, or where the limiter acts
    what it leaves; the sample peak is not known.
    """
    outcome = predict(study, drive_db, ceiling_dbtp)
    powers = outcome.hop_powers * 10.0 ** (high_lu / -10.0)
    return Loudness(
        integrated_lufs=integrated_lufs(powers),
        range_lu=loudness_range_lu(powers),
        max_momentary_lufs=max_lufs(momentary_power(powers)),
        max_short_term_lufs=max_lufs(short_term_power(powers)),
        true_peak_dbtp=_peak_dbtp(study, drive_db, ceiling_dbtp),
        sample_peak_dbfs=None,
    )


def _peak_dbtp(study: Study, drive_db: float, ceiling_dbtp: float) -> float | None:
    highest = np.array([max((int(codes.max()) for codes in study.codes if codes.size), default=0)], dtype=np.uint16)
    if not highest[0]:
        return None
    return min(float(decode_levels(highest, drive_db)[0]), ceiling_dbtp - HEADROOM_DB)


def limited_lufs(
    study: Study,
    drive_db: float,
    ceiling_dbtp: float,
    measured: Callable[[Sequence[Run]], Sequence[Sequence[Float32Array]]],
) -> float | None:
    """Integrated loudness of the whole track after the limiter, measured where the limiter works hard.

    `measured` gives the `measured_powers` of some runs. Elsewhere the prediction serves. `None` where there is
    nothing to read.
    """
    per_chunk = GRID_FRAMES // (study.cell_frames * POWER_CELLS)
    powers: list[Float32Array] = []
    hard: list[bool] = []
    for cells, reduced in limited_powers(study, drive_db, ceiling_dbtp):
        chunks = [cells[at : at + per_chunk].copy() for at in range(0, cells.size, per_chunk)]
        powers += chunks
        hard += [False] * len(chunks) if reduced is None else _is_hard(reduced, per_chunk * POWER_CELLS)[: len(chunks)]
    runs = list(_runs(hard))
    for first, last in runs:
        powers[first:last] = [_NOTHING] * (last - first)  # long tracks need not be in memory twice
    for (first, last), found in zip(runs, measured(runs), strict=True):
        powers[first:last] = found
    hops = Hops(study)
    for chunk in powers:
        hops.add(chunk)
    return integrated_lufs(hops.means())


def _is_hard(reduced: Reduction, cells: int) -> list[bool]:
    """For every `cells` peak cells, whether the reduction somewhere in them is too deep to be predicted well."""
    return [bool(deep) for deep in reduced.reshape(-1, cells).max(axis=1) > MEASURED_FROM_DB]


def _runs(hard: list[bool]) -> Iterator[Run]:
    """Each run of what is true, in pieces that are not too long; a gap of one does not end a run."""
    first: int | None = None
    for index, is_hard in enumerate([*hard, False, False]):
        if is_hard and first is None:
            first = index
        elif first is not None and not is_hard and not any(hard[index : index + 2]):
            yield from ((start, min(start + LONGEST_RUN, index)) for start in range(first, index, LONGEST_RUN))
            first = None


def measured_powers(
    study: Study,
    drive_db: float,
    ceiling_dbtp: float,
    blocks: Callable[[int, int], Iterable[Block]],
    run: Run,
) -> list[Float32Array]:
    """Powers of the grid's chunks of a run as limited, with a chunk before them to settle limiter and weighting.

    `blocks(start, stop)` gives these frames of the track at the study's rate, shape (channels, frames).
    """
    first, last = run
    start = max(first - 1, 0)
    limiter = Limiter(study.sample_rate, study.channels, drive_db, ceiling_dbtp, study, start * GRID_FRAMES)
    meter = PowerMeter(study.sample_rate, study.channels)
    powers: list[Powers] = []
    # A chunk more than measured, for the limiter to look ahead into.
    for block in chain([limiter], blocks(start * GRID_FRAMES, min((last + 1) * GRID_FRAMES, study.frames))):
        powers += meter.push(block)
    powers += meter.flush()
    return [both[0].copy() for both in powers[first - start : last - start]]
