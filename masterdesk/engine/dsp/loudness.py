"""Loudness and loudness range from the K-weighted power of short cells (ITU-R BS.1770-5, EBU Tech 3341/3342).

The power of a cell is the mean square of the K-weighted samples in it, the
channels added up with their weights. All functions are pure.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

#: BS.1770-5 equation 2: loudness is this plus ten times the logarithm of the power.
OFFSET_LUFS = -0.691
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
RANGE_RELATIVE_GATE_LU = -20.0
RANGE_PERCENTILES = (10.0, 95.0)

#: Less power than this (-130 LUFS) is rounding error of the filter, not sound.
LEAST_POWER = 1e-13

MOMENTARY_S = 0.4
SHORT_TERM_S = 3.0
#: Gating blocks of 400 ms start every 100 ms, and so do the 3 s windows of the loudness range.
HOPS_PER_SECOND = 10
MOMENTARY_HOPS = 4
SHORT_TERM_HOPS = 30

SURROUND_WEIGHT = 1.41
_LFE = frozenset({"LFE", "LFE2"})
_SIDES = frozenset({"SL", "SR"})
_BACKS = frozenset({"BL", "BR"})


def channel_weights(channel_order: str, channels: int) -> FloatArray:
    """Weights of BS.1770-5 Table 3 for speakers joined with `+` (`FL+FR+FC+LFE+SL+SR`).

    Surrounds count 1.41, LFE not at all, everything else 1. Back channels are
    the surrounds of a 5.1 layout, but not beside side channels (Annex 3 raises
    only speakers 60 to 120 degrees off the front). An order that does not name
    `channels` speakers counts as all 1.
    """
    names = channel_order.split("+")
    if len(names) != channels:
        return np.ones(channels)
    surrounds = _SIDES if _SIDES & set(names) else _BACKS
    return np.array([0.0 if n in _LFE else SURROUND_WEIGHT if n in surrounds else 1.0 for n in names])


def lufs_from_power(power: npt.ArrayLike) -> FloatArray:
    """Loudness in LUFS of K-weighted power, elementwise; -inf for zero."""
    with np.errstate(divide="ignore"):
        return np.asarray(OFFSET_LUFS + 10.0 * np.log10(np.asarray(power, dtype=np.float64)))


def power_from_lufs(lufs: float) -> float:
    """K-weighted power of a loudness in LUFS."""
    return float(10.0 ** ((lufs - OFFSET_LUFS) / 10.0))


def sliding_mean(values: npt.ArrayLike, window: int) -> FloatArray:
    """Mean of every `window` consecutive values, (n,) to (n - window + 1,), empty if there are too few.

    Sums run only within two neighbouring windows (van Herk's scheme), so that
    a quiet passage keeps its precision after a loud one.
    """
    values = np.asarray(values, dtype=np.float64)
    count = len(values) - window + 1
    if count <= 0:
        return np.zeros(0)
    rows = np.pad(values, (0, -len(values) % window)).reshape(-1, window)
    until = np.cumsum(rows, axis=1)
    until[:, -1] = 0.0
    onward = np.cumsum(rows[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((onward.reshape(-1)[:count] + until.reshape(-1)[window - 1 :][:count]) / window)


def momentary_power(power_per_cell: npt.ArrayLike, cells_per_second: int = HOPS_PER_SECOND) -> FloatArray:
    """Power of every complete 400 ms window, one per cell; the first ends with the window's last cell."""
    return sliding_mean(power_per_cell, round(MOMENTARY_S * cells_per_second))


def short_term_power(power_per_cell: npt.ArrayLike, cells_per_second: int = HOPS_PER_SECOND) -> FloatArray:
    """Power of every complete 3 s window, one per cell; the first ends with the window's last cell."""
    return sliding_mean(power_per_cell, round(SHORT_TERM_S * cells_per_second))


def integrated_lufs(power_per_100ms: npt.ArrayLike) -> float | None:
    """Integrated loudness in LUFS by the two gates of BS.1770-5; `None` if nothing passes them."""
    return integrated_of_momentary(momentary_power(power_per_100ms))


def integrated_of_momentary(power: FloatArray) -> float | None:
    """Integrated loudness in LUFS of 400 ms windows, one per 100 ms; `None` if nothing passes the gates."""
    gated = power[power > power_from_lufs(ABSOLUTE_GATE_LUFS)]
    if not len(gated):
        return None
    gated = gated[gated > gated.mean() * 10.0 ** (RELATIVE_GATE_LU / 10.0)]
    return OFFSET_LUFS + 10.0 * math.log10(gated.mean())


def loudness_range_lu(power_per_100ms: npt.ArrayLike) -> float | None:
    """Loudness range in LU by EBU Tech 3342; `None` where no 3 s window passes the absolute gate.

    The percentiles are those of the reference implementation: the value
    nearest in rank, not interpolated.
    """
    return range_of_short_term(short_term_power(power_per_100ms))


def range_of_short_term(power: FloatArray) -> float | None:
    """Loudness range in LU of 3 s windows (see `loudness_range_lu`); `None` where none passes the absolute gate."""
    power = power[power >= power_from_lufs(ABSOLUTE_GATE_LUFS)]
    if not len(power):
        return None
    power = np.sort(power[power >= power.mean() * 10.0 ** (RANGE_RELATIVE_GATE_LU / 10.0)])
    low, high = (power[math.floor((len(power) - 1) * p / 100.0 + 0.5)] for p in RANGE_PERCENTILES)
    return 10.0 * math.log10(high / low)


def max_lufs(power: FloatArray) -> float | None:
    """Largest loudness among windows; `None` without any sounding window."""
    loudest = float(power.max(initial=0.0))
    return OFFSET_LUFS + 10.0 * math.log10(loudest) if loudest > LEAST_POWER else None
