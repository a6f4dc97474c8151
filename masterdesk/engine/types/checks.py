"""Checks of values as users write them."""

from __future__ import annotations

import math
from typing import Any

from masterdesk.engine.errors import SettingsError


def checked_number(key: str, value: Any, low: float, high: float, unit: str = "") -> float:
    """`value` (a text or a number) as a number from `low` to `high`; raises `SettingsError`, which names `key`."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not low <= number <= high:
        raise SettingsError(f"{key} {value!r} is not possible", f"use a number from {low:g} to {high:g}{unit}")
    return number
