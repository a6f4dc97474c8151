"""How a track is to be mastered: the settings of one slot, and the recipe that gives the same bits again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from masterdesk import __version__
from masterdesk.engine.errors import SettingsError
from masterdesk.engine.types.checks import checked_number
from masterdesk.engine.types.reference import ALL_BUT_LOUDNESS, MatchAmounts, Reference, parse_amounts, parse_references
from masterdesk.engine.types.selection import Selection as Selection
from masterdesk.engine.types.selection import parse_selection

PROFILE_LETTERS = tuple("abcdefghijklmn")
DEFAULT_PROFILE = "i"
LOUDNESS_RANGE_LUFS = (-40.0, -5.0)
CEILING_RANGE_DBTP = (-9.0, 0.0)


@dataclass(frozen=True)
class Settings:
    """One slot's settings, checked: every field is inside its range.

    `profile` is a letter, or `None` for no profile; `intensity` 0 to 100 scales
    what the profile does; `loudness_lufs` is the integrated target, `None` to
    leave the level alone; `ceiling_dbtp` is never passed. `platform` only
    remembers where loudness and ceiling came from. `references`, or the saved
    match in the file `use_match`, decide together with a profile, as
    balanced by `match`.
    """

    profile: str | None = DEFAULT_PROFILE
    intensity: float = 100.0
    loudness_lufs: float | None = -14.0
    ceiling_dbtp: float = -1.0
    platform: str | None = None
    stereo_image: bool = False
    selection: Selection | None = None
    references: tuple[Reference, ...] = ()
    match: MatchAmounts = ALL_BUT_LOUDNESS
    use_match: str | None = None

    @property
    def has_reference(self) -> bool:
        """Whether there is something to match."""
        return bool(self.references) or self.use_match is not None

    def to_mapping(self) -> dict[str, Any]:
        """The settings as a slot or recipe writes them."""
        return {
            "profile": self.profile or "none",
            "intensity": self.intensity,
            "loudness": "off" if self.loudness_lufs is None else self.loudness_lufs,
            "platform": self.platform,
            "ceiling": self.ceiling_dbtp,
            "stereo_image": self.stereo_image,
            "selection": None if self.selection is None else str(self.selection),
            "reference": [str(reference) for reference in self.references] or None,
            "match": asdict(self.match) if self.has_reference else None,
            "use_match": self.use_match,
        }


@dataclass(frozen=True)
class PlatformTarget:
    """Loudness and ceiling that a platform asks for."""

    name: str
    integrated_lufs: float
    true_peak_dbtp: float


def settings_from_mapping(given: Mapping[str, Any], platform: PlatformTarget | None = None) -> Settings:
    """Check values as a slot, a recipe or the command line has them.

    Keys are those of the command line (`loudness`, `stereo_image`, ...), values
    texts or JSON values; a missing key or `None` means its default. `platform` is the target
    that `given["platform"]` names; a loudness or ceiling given beside it wins.
    Raises `SettingsError` for an unknown key or a value outside its range.
    """
    unknown = set(given) - set(_READERS)
    if unknown:
        raise SettingsError(f"unknown setting {sorted(unknown)[0]!r}", f"use one of {', '.join(_READERS)}")
    fields: dict[str, Any] = {}
    if platform is not None:
        fields = {"loudness_lufs": platform.integrated_lufs, "ceiling_dbtp": platform.true_peak_dbtp}
    for key, value in given.items():
        if value is not None:
            field, read = _READERS[key]
            fields[field] = read(key, value)
    settings = Settings(**fields)
    return _checked_match(settings, has_profile=given.get("profile") is not None)


def _checked_match(settings: Settings, has_profile: bool) -> Settings:
    """With a reference the profile is none unless one is given."""
    if settings.references and settings.use_match is not None:
        raise SettingsError("both a reference and a saved match are given", "give one of them")
    if settings.has_reference and not has_profile:
        return replace(settings, profile=None)
    return settings


def parse_slot(text: str) -> dict[str, Any]:
    """Split `key=value` pairs joined by `,`, or by `;` where a value holds a comma.

    `reference` may be given several times and is a list of texts. Raises
    `SettingsError` for a part that is not `key=value` or another key given twice.
    """
    pairs: dict[str, Any] = {}
    for part in text.split(";" if ";" in text else ","):
        key, equals, value = part.strip().partition("=")
        if not equals:
            raise SettingsError(f"slot {text!r}: {part.strip()!r} is not a setting", "write key=value, as in profile=a")
        key = key.strip().replace("-", "_")
        if key == "reference":
            pairs[key] = [*pairs.get(key, []), value.strip()]
        elif key in pairs:
            raise SettingsError(f"slot {text!r} gives {key} twice", "give each setting once")
        else:
            pairs[key] = value.strip()
    return pairs


def recipe_mapping(settings: Settings, dither_seed: int) -> dict[str, Any]:
    """The recipe: settings, engine version and dither seed, ready for JSON."""
    return {**settings.to_mapping(), "engine_version": __version__, "dither_seed": dither_seed}


def _profile(key: str, value: Any) -> str | None:
    letter = str(value).lower()
    if letter == "none":
        return None
    if letter not in PROFILE_LETTERS:
        raise SettingsError(f"unknown profile {value!r}", "use a letter from a to n, or none")
    return letter


def _intensity(key: str, value: Any) -> float:
    return checked_number(key, value, 0.0, 100.0)


def _ceiling(key: str, value: Any) -> float:
    return checked_number(key, value, *CEILING_RANGE_DBTP, " dBTP")


def _loudness(key: str, value: Any) -> float | None:
    if str(value).lower() == "off":
        return None
    return checked_number(key, value, *LOUDNESS_RANGE_LUFS, " LUFS, or off")


def _switch(key: str, value: Any) -> bool:
    words = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}
    try:
        return words[str(value).lower()]
    except KeyError:
        raise SettingsError(f"{key} {value!r} is not possible", "use on or off") from None


def _selection(key: str, value: Any) -> Selection:
    return parse_selection(key, str(value))


def _references(key: str, value: Any) -> tuple[Reference, ...]:
    return parse_references(value)


def _amounts(key: str, value: Any) -> MatchAmounts:
    return parse_amounts(value)


def _text(key: str, value: Any) -> str:
    return str(value)


_READERS = {
    "profile": ("profile", _profile),
    "intensity": ("intensity", _intensity),
    "loudness": ("loudness_lufs", _loudness),
    "platform": ("platform", _text),
    "ceiling": ("ceiling_dbtp", _ceiling),
    "stereo_image": ("stereo_image", _switch),
    "selection": ("selection", _selection),
    "reference": ("references", _references),
    "match": ("match", _amounts),
    "use_match": ("use_match", _text),
}
