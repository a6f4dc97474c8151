"""What is learnt of a whole take is known by all that decides what goes into its limiter, by value."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

#: Stands for a match as long as the files it comes from, which change, have not been read.
UNREAD = "unread"


@dataclass(frozen=True)
class TakeKey:
    """A take's settings, and a digest of its match: `None` where it has none, `UNREAD` before that is known."""

    settings: Settings
    match: str | None

    def is_among(self, keys: Collection[TakeKey]) -> bool:
        """Whether this is one of `keys`, or one of them may turn out to be this."""
        return self in keys or replace(self, match=UNREAD) in keys


def take_key(settings: Settings, match: Match | None) -> TakeKey:
    """The key of a take; loudness and ceiling only decide what comes out of its limiter, and have no part in it."""
    return TakeKey(_before_limiter(settings), None if match is None else _digest(match))


def unread_key(settings: Settings) -> TakeKey:
    """The key of a take as far as its settings tell it."""
    return TakeKey(_before_limiter(settings), UNREAD if settings.has_reference else None)


def _before_limiter(settings: Settings) -> Settings:
    match = replace(settings.match, loudness=0.0)
    return replace(settings, loudness_lufs=None, ceiling_dbtp=0.0, platform=None, match=match)


def _digest(match: Match) -> str:
    return hashlib.sha256(repr(_value(match)).encode()).hexdigest()


def _value(part: Any) -> Any:
    if isinstance(part, np.ndarray):
        return part.shape, part.tobytes()
    if is_dataclass(part):
        return tuple(_value(getattr(part, field.name)) for field in fields(part))
    return part
