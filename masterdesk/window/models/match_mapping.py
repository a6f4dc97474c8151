"""What a slot keeps of its match, as JSON values of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from masterdesk.engine.types.settings import settings_from_mapping
from masterdesk.window.models.slot_match import PARTS, MatchSource, SlotMatch


def match_to_mapping(match: SlotMatch) -> dict[str, Any]:
    """Only what is not as in a new desk."""
    found: dict[str, Any] = {"locks": sorted(match.locks)} if match.locks else {}
    if match.other is not None:
        found["other"] = _source_to_mapping(match.other)
    return found


def match_from_mapping(given: Mapping[str, Any]) -> SlotMatch:
    """Back again. Raises `ValueError`, `TypeError` or `SettingsError` for what is none."""
    locks = frozenset(given.get("locks", ()))
    if not locks <= set(PARTS):
        raise ValueError(f"one of {', '.join(map(str, locks))} cannot be locked")
    other = given.get("other")
    return SlotMatch(locks, None if other is None else _source_from_mapping(other))


def _source_to_mapping(source: MatchSource) -> dict[str, Any]:
    return {
        "profile": source.profile or "none",
        "reference": [str(reference) for reference in source.references] or None,
        "use_match": source.use_match,
    }


def _source_from_mapping(given: Mapping[str, Any]) -> MatchSource:
    return MatchSource.of(settings_from_mapping(given))
