"""Keeps what a hand sets within what there is."""

from __future__ import annotations

PERCENT_RANGE = (0.0, 100.0)
#: Listening volume in dB; at its bottom nothing is heard.
VOLUME_RANGE_DB = (-60.0, 0.0)


def within(value: float, limits: tuple[float, float]) -> float:
    """The value, or the limit that it is beyond."""
    low, high = limits
    return min(max(value, low), high)
