"""The data that ships with the engine: the profiles a to n and the targets of platforms, loaded once and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.types.platform import Platform
from masterdesk.engine.types.profile import (
    BandDynamicsStyle,
    DynamicsStyle,
    FloatArray,
    Profile,
    ToneStyle,
    WidthStyle,
)
from masterdesk.engine.types.settings import PROFILE_LETTERS


def profiles() -> tuple[Profile, ...]:
    """The 14 profiles, a to n."""
    return tuple(profile(letter) for letter in PROFILE_LETTERS)


@cache
def profile(letter: str) -> Profile:
    """The profile of a letter; raises `SettingsError` if there is none."""
    if letter not in PROFILE_LETTERS:
        raise SettingsError(f"unknown profile {letter!r}", "use a letter from a to n")
    return _profile(_read(f"profiles/{letter}.json"), _read("profiles/common.json"))


@cache
def platforms() -> tuple[Platform, ...]:
    """All platforms, in the order in which they should be shown."""
    return tuple(Platform(**entry) for entry in _read("platforms.json")["platforms"])


def platform(name: str) -> Platform:
    """The platform of a name, as in `spotify`; raises `SettingsError` if there is none."""
    for candidate in platforms():
        if candidate.name == name.lower():
            return candidate
    known = ", ".join(candidate.name for candidate in platforms())
    raise SettingsError(f"unknown platform {name!r}", f"use one of {known}")


def resource_folder() -> Path:
    """The folder of the data: inside the installed package, or beside it in a source checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((resource_folder() / name).read_text(encoding="utf-8"))
    return data


def _profile(data: Mapping[str, Any], common: Mapping[str, Any]) -> Profile:
    frequencies = np.array(common["frequencies_hz"], dtype=np.float64)
    return Profile(
        letter=data["letter"],
        name=data["name"],
        genre=data["genre"],
        promise=data["promise"],
        description=data["description"],
        tone=_tone(data["tone"], common, frequencies),
        dynamics=_dynamics(data["dynamics"]),
        width=WidthStyle(frequencies, over_thirds(data["width"]["side_gain_db"], frequencies)),
    )


def _tone(tone: Mapping[str, Any], common: Mapping[str, Any], frequencies: FloatArray) -> ToneStyle:
    deviation = over_thirds(tone["deviation_db"], frequencies)
    balance = np.array(common["published_db"]) + np.array(common["contemporary_db"])
    return ToneStyle(
        frequencies_hz=frequencies,
        target_db=balance + deviation,
        deviation_db=deviation,
        spread_db=np.array(common["spread_db"], dtype=np.float64),
        max_boost_db=over_thirds(tone["max_boost_db"], frequencies),
        max_cut_db=over_thirds(tone["max_cut_db"], frequencies),
        max_rate_db_per_s=over_thirds(tone["max_rate_db_per_s"], frequencies),
        strength=tone["strength"],
        character=tone["character"],
        section_share=tone["section_share"],
    )


def _dynamics(dynamics: Mapping[str, Any]) -> DynamicsStyle:
    bands = tuple(BandDynamicsStyle(**band) for band in dynamics["bands"])
    return DynamicsStyle(dynamics["character"], tuple(dynamics["crossovers_hz"]), bands)


def over_thirds(anchors: Mapping[str, float], frequencies: FloatArray) -> FloatArray:
    """Values at `frequencies` of a curve through anchors {"Hz": value}, straight over log frequency, held outside."""
    points = sorted((float(hz), value) for hz, value in anchors.items())
    hz, values = np.array(points, dtype=np.float64).T
    return np.asarray(np.interp(np.log2(frequencies), np.log2(hz), values))
