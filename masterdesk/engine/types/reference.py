"""Which references decide how a master sounds, and by how much."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from masterdesk.engine.errors import SettingsError, shown_path
from masterdesk.engine.types.checks import checked_number
from masterdesk.engine.types.selection import Selection, parse_selection

WEIGHT_RANGE = (0.01, 100.0)
MAX_REFERENCES = 16
#: Stands for the loudest part of a reference where a range may stand.
LOUDEST = "loudest"


@dataclass(frozen=True)
class Reference:
    """A reference track, how much it counts beside others, and the range of it that counts (`None`: all).

    `is_loudest` asks for its loudest part instead, of a song its chorus.
    """

    path: str
    weight: float = 1.0
    region: Selection | None = None
    is_loudest: bool = False

    def __str__(self) -> str:
        """As it is written: `FILE`, `FILE@WEIGHT`, `FILE@WEIGHT@START:END` or `FILE@WEIGHT@loudest`."""
        section = LOUDEST if self.is_loudest else self.region
        if section is None and self.weight == 1.0 and _tail(self.path) is None:
            return self.path
        return f"{self.path}@{self.weight:g}" + ("" if section is None else f"@{section}")


@dataclass(frozen=True)
class MatchAmounts:
    """How far tone, dynamics, width and loudness go to the reference, each 0 (not at all) to 100 (all the way).

    Above a profile they are also the balance between the two: at 100 the
    reference alone decides, at 0 the profile alone, between them their mean in dB.
    """

    tone: float = 100.0
    dynamics: float = 100.0
    width: float = 100.0
    loudness: float = 0.0

    def __str__(self) -> str:
        return ",".join(f"{name}={value:g}" for name, value in asdict(self).items())


#: What is matched unless something else is asked for.
ALL_BUT_LOUDNESS = MatchAmounts()


def parse_reference(text: str) -> Reference:
    """A reference written `FILE`, `FILE@WEIGHT`, `FILE@START:END` or `FILE@WEIGHT@START:END`.

    A range may also be `loudest`. Only what reads as a weight or a range is
    taken for one, so that a file may have an @ in its name. Raises `SettingsError` for a weight outside its range.
    """
    path, weight, region = text, 1.0, None
    tail = _tail(path)
    is_loudest = tail == LOUDEST
    if is_loudest or isinstance(tail, Selection):
        path, region = path.rpartition("@")[0], tail if isinstance(tail, Selection) else None
        tail = _tail(path)
    if isinstance(tail, float):
        path, weight = path.rpartition("@")[0], tail
    if not path:
        raise SettingsError(f"reference {text!r} names no file", "write FILE or FILE@WEIGHT")
    weight = checked_number(f"the weight of {shown_path(path)}", weight, *WEIGHT_RANGE)
    return Reference(path, weight, region, is_loudest)


def parse_references(value: Any) -> tuple[Reference, ...]:
    """One reference or several, as texts. Raises `SettingsError`."""
    entries = [value] if isinstance(value, str | os.PathLike) else value
    if not isinstance(entries, Iterable) or isinstance(entries, Mapping):
        raise SettingsError(f"reference {value!r} is not possible", "write FILE or FILE@WEIGHT")
    texts = list(entries)
    if len(texts) > MAX_REFERENCES:
        raise SettingsError(f"{len(texts)} references were given", f"give at most {MAX_REFERENCES}")
    if not all(isinstance(text, str | os.PathLike) for text in texts):
        raise SettingsError(f"reference {value!r} is not possible", "write FILE or FILE@WEIGHT")
    return tuple(parse_reference(os.fspath(text)) for text in texts)


def parse_amounts(value: Any) -> MatchAmounts:
    """Amounts written `tone=100,width=50`, or as a mapping; what is not named keeps its default.

    Raises `SettingsError` for an unknown name or an amount outside 0 to 100.
    """
    names = [field.name for field in fields(MatchAmounts)]
    given = value if isinstance(value, Mapping) else _pairs(str(value))
    for name in given:
        if name not in names:
            raise SettingsError(f"{name!r} cannot be matched", f"use {', '.join(names)}, as in tone=100,width=50")
    return MatchAmounts(**{name: checked_number(f"match {name}", given[name], 0.0, 100.0) for name in given})


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in text.split(","):
        name, _, amount = part.partition("=")
        if name.strip() in pairs:
            raise SettingsError(f"match {text!r} has a part twice", "give each once, as in tone=100,width=50")
        pairs[name.strip()] = amount.strip()
    return pairs


def _tail(text: str) -> float | Selection | str | None:
    """What stands after the last @, if it reads as a weight or a range, or is `LOUDEST`."""
    _, at, tail = text.rpartition("@")
    if not at or tail == LOUDEST:
        return tail if at else None
    try:
        return parse_selection("", tail) if ":" in tail else float(tail)
    except (SettingsError, ValueError):
        return None
