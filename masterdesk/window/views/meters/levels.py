"""The scales of the bars, and how high each bar stands for a measurement."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from masterdesk.window.models.live import LiveFrame
from masterdesk.window.views.meters.targets import FULL_SCALE_DBTP, Targets


@dataclass(frozen=True)
class Scale:
    """Levels over the height of a bar by straight pieces: `points` are (dB, share of the height), rising."""

    points: tuple[tuple[float, float], ...]
    marks: tuple[float, ...]

    def share(self, level_db: float | None) -> float:
        """How high a level stands, 0 to 1; 0 for silence."""
        if level_db is None or math.isnan(level_db):
            return 0.0
        levels, shares = zip(*self.points, strict=True)
        return float(np.interp(level_db, levels, shares))


#: Where mastering happens the scale is wide: half of its height for the upper 16 dB.
LEVEL_SCALE = Scale(
    ((-60.0, 0.0), (-40.0, 0.12), (-24.0, 0.36), (3.0, 1.0)),
    (3.0, 0.0, -3.0, -6.0, -9.0, -12.0, -15.0, -18.0, -21.0, -24.0, -30.0, -40.0, -60.0),
)
#: Gain reduction grows downwards from 0.
REDUCTION_SCALE = Scale(((-12.0, 1.0), (-6.0, 0.62), (0.0, 0.0)), (0.0, -1.0, -2.0, -3.0, -4.0, -6.0, -9.0, -12.0))


@dataclass(frozen=True)
class Bar:
    """One bar: its level, the mark that is held, and the level from which it is too high; shares of the height."""

    level: float = 0.0
    held: float | None = None
    limit: float = 1.0


@dataclass(frozen=True)
class Bars:
    """All five as shares of the height, with the lines across them."""

    left: Bar = Bar()
    right: Bar = Bar()
    momentary: Bar = Bar()
    short_term: Bar = Bar()
    reduction: float = 0.0
    target: float | None = None
    ceiling: float | None = None


def bars_of(frame: LiveFrame | None, targets: Targets) -> Bars:
    """The bars for a measurement; all down without one."""
    target = None if targets.loudness_lufs is None else LEVEL_SCALE.share(targets.loudness_lufs)
    ceiling = None if targets.ceiling_dbtp is None else LEVEL_SCALE.share(targets.ceiling_dbtp)
    if frame is None:
        return Bars(target=target, ceiling=ceiling)
    readings = frame.readings
    limit = LEVEL_SCALE.share(FULL_SCALE_DBTP) if ceiling is None else ceiling
    left, right = (_peak_bar(readings.peak_dbtp, readings.held_peak_dbtp, at, limit) for at in (0, -1))
    return Bars(
        left,
        right,
        _bar(readings.momentary_lufs, readings.max_momentary_lufs),
        _bar(readings.short_term_lufs, readings.max_short_term_lufs),
        REDUCTION_SCALE.share(frame.gain_reduction_db),
        target,
        ceiling,
    )


def _peak_bar(levels_db: np.ndarray, held_db: np.ndarray, at: int, limit: float) -> Bar:
    if not len(levels_db):
        return Bar(limit=limit)
    bar = _bar(float(levels_db[at]), float(held_db[at]))
    return Bar(bar.level, bar.held, limit)


def _bar(level_db: float | None, held_db: float | None) -> Bar:
    held = LEVEL_SCALE.share(held_db)
    return Bar(LEVEL_SCALE.share(level_db), held if held > 0.0 else None)
