"""Numbers and times as people read them: true minus signs, a dash where there is no reading."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import PurePath

from masterdesk.engine.errors import shown_path

MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def clock(seconds: float, decimals: int = 0) -> str:
    """`0:57`, `0:57.3`, `1:02:03`: time of a track, never negative and rounded down, as a clock counts."""
    unit = 10**decimals
    ticks = math.floor(max(seconds, 0.0) * unit + 1e-6)
    whole, fraction = divmod(ticks, unit)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    tail = f".{fraction:0{decimals}d}" if decimals else ""
    return f"{hours}:{minute:02d}:{second:02d}{tail}" if hours else f"{minute}:{second:02d}{tail}"


def span(start_s: float, stop_s: float | None) -> str:
    """`0:45–1:15`; `0:45–` where no end is given."""
    return f"{clock(start_s)}{DASH}{'' if stop_s is None else clock(stop_s)}"


def percent(fraction: float) -> str:
    """`62 %`."""
    return f"{100.0 * fraction:.0f} %"


def with_minus(text: str) -> str:
    """Words of the engine, which writes hyphens before numbers, with true minus signs."""
    return re.sub(r"(?<![\w.])-(?=\d)", MINUS, text)


def problem_text(problem: str, paths: Iterable[PurePath | str]) -> str:
    """A problem of the engine as a sentence of its own, with the names of the files at `paths`, not their folders."""
    names = {shown_path(path): shown_path(PurePath(path).name) for path in paths}
    text = problem if problem.startswith(tuple(names)) else problem[:1].upper() + problem[1:]
    for path in sorted(names, key=len, reverse=True):
        text = text.replace(path, names[path])
    return text


def unbroken(text: str) -> str:
    """Words that stay on one line where lines are broken: no unit without its number."""
    return text.replace(" ", NO_BREAK)


def figure(value: float | None, digits: int = 1, signed: bool = False) -> str:
    """A number with `digits` decimals, with a plus if `signed`; a dash for `None` and what is not finite."""
    if value is None or not math.isfinite(value):
        return DASH
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    is_zero = not text.strip("+-0.")
    return text.lstrip("+-") if is_zero else text.replace("-", MINUS)
