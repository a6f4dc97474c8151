"""When something happens in a track."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND

#: As many times as a finding names.
MAX_TIMES = 8
#: Moments closer than this are one place.
PLACE_S = 1.0


def worst_places(times_s: npt.ArrayLike, badness: npt.ArrayLike) -> tuple[float, ...]:
    """The times of the worst moments, at most one a second, in order of time."""
    times = np.asarray(times_s, dtype=np.float64)
    places: list[float] = []
    for index in np.argsort(-np.asarray(badness, dtype=np.float64), kind="stable"):
        time = float(times[index])
        if all(abs(time - place) >= PLACE_S for place in places):
            places.append(time)
        if len(places) == MAX_TIMES:
            break
    return tuple(sorted(places))


def stretches(is_bad: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Start and length in seconds of each run of bad hops of 100 ms."""
    edges = np.flatnonzero(np.diff(is_bad.astype(np.int8), prepend=0, append=0))
    starts, ends = edges[0::2], edges[1::2]
    return [(float(a) / HOPS_PER_SECOND, float(b - a) / HOPS_PER_SECOND) for a, b in zip(starts, ends, strict=True)]
