"""A range of a track."""

from __future__ import annotations

import math
from dataclasses import dataclass

from masterdesk.engine.errors import SettingsError


@dataclass(frozen=True)
class Selection:
    """A range of a track in seconds; `end_s` is `None` for the end of the track."""

    start_s: float
    end_s: float | None

    def __str__(self) -> str:
        return f"{self.start_s:g}:" + ("" if self.end_s is None else f"{self.end_s:g}")


def parse_selection(key: str, text: str) -> Selection:
    """A range written `START:END` in seconds, either of which may be left out.

    Raises `SettingsError`, which names `key`, for anything else.
    """
    start_text, colon, end_text = text.partition(":")
    try:
        start, end = float(start_text or 0.0), float(end_text) if end_text else None
    except ValueError:
        start, end = math.nan, None
    inside = math.isfinite(start) and start >= 0.0 and (end is None or (math.isfinite(end) and end > start))
    if not colon or not inside:
        raise SettingsError(f"{key} {text!r} is not possible", "use START:END in seconds, as in 12.5:42")
    return Selection(start, end)
