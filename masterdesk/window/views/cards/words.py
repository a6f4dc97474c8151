"""What cards and choosers say about settings."""

from __future__ import annotations

from dataclasses import asdict

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.resources import platform, profile
from masterdesk.engine.types.platform import Platform
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS
from masterdesk.window.models.slot_names import slot_name
from masterdesk.window.views.match.words import matched_paths, source_title
from masterdesk.window.views.texts import figure

BASES = {
    "published": "published by the platform",
    "measured": "measured by others",
    "standard": "a standard",
    "house": "our choice",
}
SHORT_PARTS = {"dynamics": "dyn.", "loudness": "loud."}
AS_THE_REFERENCE = "as the reference"


def slot_genre(settings: Settings) -> str:
    """The genre that a card's profile is for; empty without one."""
    return "" if settings.profile is None else profile(settings.profile).genre


def slot_promise(settings: Settings) -> str:
    """A card's second line: the profile's letter and what it does, or what is matched."""
    if settings.profile is not None:
        return f"{settings.profile} · {profile(settings.profile).promise}"
    return matched_parts(settings) if settings.has_reference else "only loudness and ceiling"


def matched_parts(settings: Settings, is_short: bool = False, has_width: bool = True) -> str:
    """What is taken from the reference: `tone · dynamics · width`, or `tone, dyn., width` where there is no room.

    `has_width` is off where width has nothing to work on, whatever its amount.
    """
    if not settings.has_reference:
        return "off"
    names = [name for name, amount in asdict(settings.match).items() if amount > 0.0 and (has_width or name != "width")]
    if is_short:
        names = [SHORT_PARTS.get(name, name) for name in names]
    return (", " if is_short else " · ").join(names) or "nothing"


def source_titles(settings: Settings) -> list[str]:
    """Names of the files that are matched."""
    return [source_title(path) for path in matched_paths(settings)]


def matches_loudness(settings: Settings) -> bool:
    """Whether the reference has a say in how loud the master gets."""
    return settings.has_reference and settings.match.loudness > 0.0


def target_text(settings: Settings) -> str:
    """The loudness target, or how far it is the reference's."""
    if not matches_loudness(settings):
        return loudness_text(settings)
    share = settings.match.loudness
    return AS_THE_REFERENCE if share == 100.0 else f"{share:.0f} % to reference"


def loudness_text(settings: Settings) -> str:
    """`−14 Spotify`, `−11.5 LUFS` or `off`."""
    if settings.loudness_lufs is None:
        return "off"
    lufs = figure(settings.loudness_lufs, 0 if settings.loudness_lufs == round(settings.loudness_lufs) else 1)
    return f"{lufs} {platform_title(settings.platform) or 'LUFS'}"


def platform_title(name: str | None) -> str:
    """The short title of a platform, empty for none and for one that is not known here."""
    if name is None:
        return ""
    try:
        return platform(name).title.removesuffix(" (normal)")
    except SettingsError:
        return ""


def platform_facts(target: Platform) -> str:
    """Where a platform's target comes from, as lines of a tooltip."""
    lines = [
        f"{target.title}: {figure(target.integrated_lufs, 0)} LUFS, {figure(target.true_peak_dbtp)} dBTP",
        f"Basis: {BASES.get(target.basis, target.basis)}",
        f"Source: {target.source} ({target.date})",
        target.conflicts,
    ]
    return "\n".join(line for line in lines if line)


def source_name(models: Models, key: str) -> str:
    """What the card of a source is called."""
    if key in SLOT_KEYS:
        return slot_name(models.desk.state.slots[SLOT_KEYS.index(key)])
    return {ORIGINAL: "Original", REFERENCE: "Reference"}[key]
