"""Finds the drive with which the limited track meets its target loudness, without touching the audio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from masterdesk.engine.limit.predict import Outcome, plain_lufs, predict
from masterdesk.engine.limit.study import Study
from masterdesk.engine.progress import Progress

#: No drive is larger: what would need more is noise floor, not music.
MAX_DRIVE_DB = 30.0

#: The mean reduction over any 3 s may not pass this. Mastering limiters are held to be
#: transparent at 3 to 6 dB; held above that, the limiter and not the mix sets the balance.
MAX_SUSTAINED_REDUCTION_DB = 6.0

#: The mean reduction over any 400 ms may not pass this, whatever the music around it.
MAX_MOMENTARY_REDUCTION_DB = 12.0

#: A drive is taken when its predicted loudness is this near the target.
TOLERANCE_LU = 0.003

#: A prediction this far below the target counts as having missed it.
MISSED_LU = 0.02

#: Peaks are brought lower than the ceiling at no more than this share of those limits; the steps of that search.
GENTLE_SHARE = 0.5
GENTLE_STEPS = 4

#: By how much the error grows per dB of drive, where nothing is known, and at least; the shortest step into the open.
COMMON_SLOPE = 0.7
_LEAST_SLOPE = 0.1
_LEAST_STEP_DB = 0.005

_MAX_STEPS = 20


@dataclass(frozen=True)
class Drive:
    """The drive found, what it will lead to, and why it is not more.

    `limited` says that the target cannot be reached; `reason` is then a sentence
    for people (also where there is no loudness to aim at), else empty. `ceiling_dbtp`
    is what the limiter keeps peaks under. `predicted_lufs` is `None` where nothing can be read;
    `predicted_max_reduction_db` is <= 0.
    """

    drive_db: float
    predicted_lufs: float | None
    predicted_max_reduction_db: float
    limited: bool
    reason: str
    ceiling_dbtp: float


def solve_drive(
    study: Study,
    target_lufs: float | None,
    ceiling_dbtp: float,
    wanted_peak_dbtp: float | None = None,
    progress: Progress | None = None,
    start_db: float | None = None,
) -> Drive:
    """Find the drive in dB for `target_lufs` (-70 .. 0) under `ceiling_dbtp` (<= 0).

    A target of `None` leaves the level alone. Silence, and what is too short to
    have an integrated loudness, gets no drive. The drive stops at the limits
    named above even if the target is louder. `wanted_peak_dbtp` asks for peaks that lie lower
    than the ceiling; it is kept as far as half of these limits allow. `progress` is only asked whether to go on.
    `start_db` is where the search begins, where a drive is known that comes near.
    """
    plain = None if target_lufs is None else plain_lufs(study)
    outcome = partial(predict, study, progress=progress)
    return find_drive(outcome, plain, target_lufs, ceiling_dbtp, wanted_peak_dbtp, start_db)


def find_drive(
    outcome: Callable[[float, float], Outcome],
    plain_lufs: float | None,
    target_lufs: float | None,
    ceiling_dbtp: float,
    wanted_peak_dbtp: float | None = None,
    start_db: float | None = None,
) -> Drive:
    """`solve_drive` for whatever foretells the outcome of a drive (dB) and a ceiling (dBTP) for a track.

    `plain_lufs` is the loudness of the track as it comes to the limiter, `None` where it has none.
    """
    outcome = cache(outcome)  # what was asked of a ceiling is asked again of a drive
    if target_lufs is None or plain_lufs is None:
        silent = "the track is silent or too short to have a loudness, so its level was left alone"
        return _drive(0.0, outcome(0.0, ceiling_dbtp), False, "" if target_lufs is None else silent, ceiling_dbtp)
    if wanted_peak_dbtp is not None and wanted_peak_dbtp < ceiling_dbtp:
        ceiling_dbtp = _gentle_ceiling(outcome, target_lufs - plain_lufs, ceiling_dbtp, wanted_peak_dbtp)

    def error(drive_db: float) -> float:
        reached = outcome(drive_db, ceiling_dbtp)
        return max((reached.lufs if reached.lufs is not None else -200.0) - target_lufs, damage(reached))

    drive_db = _root(error, target_lufs - plain_lufs if start_db is None else start_db, MAX_DRIVE_DB)
    return _explained(drive_db, outcome(drive_db, ceiling_dbtp), target_lufs, ceiling_dbtp)


def _gentle_ceiling(
    outcome: Callable[[float, float], Outcome], drive_db: float, ceiling_dbtp: float, wanted_dbtp: float
) -> float:
    """The lowest ceiling from the one wanted up at which a drive needs no more than `GENTLE_SHARE` of the limits."""
    low, high = wanted_dbtp, ceiling_dbtp
    if _is_gentle(outcome(drive_db, low)):
        return low
    for _ in range(GENTLE_STEPS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if _is_gentle(outcome(drive_db, middle)) else (middle, high)
    return high


def _is_gentle(outcome: Outcome) -> bool:
    sustained, momentary = MAX_SUSTAINED_REDUCTION_DB, MAX_MOMENTARY_REDUCTION_DB
    return outcome.sustained_db <= GENTLE_SHARE * sustained and outcome.momentary_db <= GENTLE_SHARE * momentary


def damage(outcome: Outcome) -> float:
    """By how many dB the worse of the two musical limits is passed; negative below them."""
    return max(outcome.sustained_db - MAX_SUSTAINED_REDUCTION_DB, outcome.momentary_db - MAX_MOMENTARY_REDUCTION_DB)


def _root(error: Callable[[float], float], start: float, highest: float) -> float:
    """Where an increasing error passes zero, or `highest` if that is lower.

    By the secant through the last two points until zero lies between two, then by regula falsi (Illinois).
    """
    low: tuple[float, float] | None = None
    high: tuple[float, float] | None = None
    at, slope = min(start, highest), COMMON_SLOPE
    side = 0
    last: tuple[float, float] | None = None
    for _ in range(_MAX_STEPS):
        value = error(at)
        if abs(value) <= TOLERANCE_LU or (value < 0.0 and at >= highest):
            return at
        if last is not None:
            slope = min(max((value - last[1]) / (at - last[0]), _LEAST_SLOPE), 1.0)
        last = (at, value)
        if value < 0.0:
            high = (high[0], high[1] / 2.0) if high and side < 0 else high
            low, side = (at, value), -1
        else:
            low = (low[0], low[1] / 2.0) if low and side > 0 else low
            high, side = (at, value), 1
        at = _next(low, high, slope, highest)
    return low[0] if low else at


def _next(low: tuple[float, float] | None, high: tuple[float, float] | None, slope: float, highest: float) -> float:
    if low is None:
        assert high is not None
        return high[0] - max(high[1] / slope, _LEAST_STEP_DB)
    if high is None:
        return min(low[0] + max(-low[1] / slope, _LEAST_STEP_DB), highest)
    return low[0] + (high[0] - low[0]) * low[1] / (low[1] - high[1])


def _explained(drive_db: float, outcome: Outcome, target_lufs: float, ceiling_dbtp: float) -> Drive:
    if outcome.lufs is not None and outcome.lufs >= target_lufs - MISSED_LU:
        return _drive(drive_db, outcome, False, "", ceiling_dbtp)
    reason = "more level would need so much limiting that the music would suffer"
    if drive_db >= MAX_DRIVE_DB:
        reason = f"more than {MAX_DRIVE_DB:g} dB of gain would mostly raise noise"
    return _drive(drive_db, outcome, True, reason, ceiling_dbtp)


def _drive(drive_db: float, outcome: Outcome, limited: bool, reason: str, ceiling_dbtp: float) -> Drive:
    return Drive(drive_db, outcome.lufs, -outcome.max_reduction_db, limited, reason, ceiling_dbtp)
