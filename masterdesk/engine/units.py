"""Conversions between linear values and decibels."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

#: Power below which a signal counts as silence when taken to decibels (-200 dB).
POWER_FLOOR = 1e-20


def db_from_amplitude(amplitude: float) -> float | None:
    """Level in dB of a linear amplitude (>= 0); `None` for zero, which has no level."""
    return 20.0 * math.log10(amplitude) if amplitude > 0.0 else None


def db_from_power(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Level in dB of a power, elementwise, floored at -200 dB so that it stays finite."""
    return 10.0 * np.log10(np.maximum(np.asarray(power, dtype=np.float64), POWER_FLOOR))
