"""How a desk changes when a match is switched, gets other references, or a reference another region or file.

Every function gives the fields of the state that become others, for `DeskModel.change`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.selection import Selection
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_state import FIRST_PROFILES, DeskState, Region
from masterdesk.window.models.slot_match import MatchSource

Changes = dict[str, Any]
References = tuple[Reference, ...]


def selection_of(region: Region | None) -> Selection | None:
    """A region as the engine has it."""
    return None if region is None else Selection(region.rounded.start_s, region.rounded.stop_s)


def lane_reference(state: DeskState) -> Reference | None:
    """The reference of the lane with the region that counts of it."""
    if state.reference is None:
        return None
    return Reference(str(state.reference), region=selection_of(state.reference_region))


def can_match(state: DeskState, slot: int) -> bool:
    """Whether there is something that slot number `slot` (from 0) could match, or matches already."""
    return state.slots[slot].has_reference or bool(switched_on(state, slot))


def switched_on(state: DeskState, slot: int) -> Changes:
    """The slot matches again what it did before, or else the reference of the lane; nothing without either."""
    settings, other = state.slots[slot], state.matches[slot].other
    lane = lane_reference(state)
    if settings.has_reference:
        return {}
    if other is not None and other.is_match:
        return _put(state, slot, other.put_into(settings), MatchSource(settings.profile))
    return {} if lane is None else matching(state, slot, (lane,))


def switched_off(state: DeskState, slot: int) -> Changes:
    """The slot has a profile alone, and remembers what it matched."""
    settings = state.slots[slot]
    if not settings.has_reference:
        return {}
    return _put(state, slot, _alone(state, slot), MatchSource.of(settings))


def matching(state: DeskState, slot: int, references: References, use_match: str | None = None) -> Changes:
    """The slot matches these references, or this saved match; with neither it has a profile alone."""
    settings, kept = state.slots[slot], state.matches[slot]
    if not references and use_match is None:
        return _put(state, slot, _alone(state, slot), None)
    source = MatchSource(settings.profile if settings.has_reference else None, references, use_match)
    other = kept.other if settings.has_reference else MatchSource(settings.profile)
    return _put(state, slot, source.put_into(settings), other)


def matching_alike(state: DeskState, slot: int) -> Changes:
    """Every other slot that matches something matches what this one does."""
    source = state.slots[slot]
    for other, settings in enumerate(state.slots):
        if other != slot and settings.has_reference:
            state = replace(state, **matching(state, other, source.references, source.use_match))
    return _cards(state)


def with_region(state: DeskState, region: Region | None) -> Changes:
    """Another region of the lane's reference counts, wherever it is matched."""
    path, selection = str(state.reference), selection_of(region)

    def changed(references: References) -> References:
        return tuple(_of_part(one, selection) if one.path == path else one for one in references)

    return {"reference_region": region, **_everywhere(state, changed)}


def with_file(state: DeskState, path: Path | None) -> Changes:
    """Another file is on the reference's lane, or none: who matched the one before follows it, or has a profile."""
    old, new = (None if file is None else str(file) for file in (state.reference, path))
    if old == new:
        return {}

    def changed(references: References) -> References:
        if any(one.path == old for one in references):
            references = tuple(one for one in references if one.path != new)
        renamed = (replace(one, path=new or "") if one.path == old else one for one in references)
        return tuple(_of_part(one, None) if one.path == new else one for one in renamed if one.path)

    fields = {"reference": path, "reference_start_s": None, "reference_region": None}
    return {**fields, **_everywhere(state, changed)}


def _of_part(reference: Reference, region: Selection | None) -> Reference:
    return replace(reference, region=region, is_loudest=False)


def _everywhere(state: DeskState, changed: Callable[[References], References]) -> Changes:
    """Change the references of all slots, also of those whose match is switched off at the moment."""
    for slot, (settings, kept) in enumerate(zip(state.slots, state.matches, strict=True)):
        if settings.references and (found := changed(settings.references)) != settings.references:
            state = replace(state, **matching(state, slot, found))
        elif kept.other is not None and kept.other.references:
            other = replace(kept.other, references=changed(kept.other.references))
            state = replace(state, **_put(state, slot, settings, other))
    return _cards(state)


def _alone(state: DeskState, slot: int) -> Settings:
    """The settings without their match: with the profile they have, or had before it."""
    settings, other = state.slots[slot], state.matches[slot].other
    before = None if other is None else other.profile
    return MatchSource(settings.profile or before or FIRST_PROFILES[slot]).put_into(settings)


def _put(state: DeskState, slot: int, settings: Settings, other: MatchSource | None) -> Changes:
    return _cards(state.with_slot(slot, settings, replace(state.matches[slot], other=other)))


def _cards(state: DeskState) -> Changes:
    return {"slots": state.slots, "matches": state.matches}
