"""What cards are called, on the desk and in the names of files."""

from __future__ import annotations

from collections.abc import Sequence

from masterdesk.engine.resources import profile
from masterdesk.engine.types.settings import Settings

NO_PROFILE = "No profile"
#: What cannot stand in the name of a file on every system.
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))


def slot_name(settings: Settings) -> str:
    """What a card is called: after its profile, or after what else it does."""
    if settings.profile is not None:
        return profile(settings.profile).name
    if settings.use_match is not None:
        return "Saved match"
    return "Match reference" if settings.references else NO_PROFILE


def file_parts(slots: Sequence[Settings], chosen: Sequence[int]) -> dict[int, str]:
    """What tells the files of the `chosen` slots (from 0) apart: their cards' names, numbered where two are alike."""
    names = {slot: slot_name(slots[slot]).translate(_FORBIDDEN) for slot in chosen}
    alike = [name for name in names.values() if list(names.values()).count(name) > 1]
    return {slot: f"{name} {slot + 1}" if name in alike else name for slot, name in names.items()}
