"""The desk as a small JSON file, checked when it is read."""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from masterdesk import __version__
from masterdesk.engine.errors import InputError, MasterDeskError, OutputError, shown_path
from masterdesk.engine.types.settings import Settings, settings_from_mapping
from masterdesk.window.models.desk_state import SLOT_COUNT, SOURCE_KEYS, DeskState, MonitorState, Region
from masterdesk.window.models.match_mapping import match_from_mapping, match_to_mapping
from masterdesk.window.models.slot_match import SlotMatch

SUFFIX = ".mdsession"
FORMAT = "masterdesk-session"
VERSION = 1
MAX_BYTES = 1 << 20
MODES = ("stereo", "mono", "side", "swap")


def save_session(state: DeskState, path: Path) -> None:
    """Write the desk to `path`, whole or not at all; raises `OutputError`."""
    text = json.dumps(session_to_mapping(state), indent=2, ensure_ascii=False)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        what = f"the session {shown_path(path)} cannot be written ({error.strerror})"
        raise OutputError(what, "choose another folder") from None


def load_session(path: Path) -> DeskState:
    """Read a desk from `path`; raises `InputError` for what is no session."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("it is too large for a session")
        given = json.loads(path.read_text(encoding="utf-8"))
        return session_from_mapping(given)
    except OSError as error:
        raise InputError(f"{shown_path(path)} cannot be read ({error.strerror})", "check the path") from None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, MasterDeskError) as error:
        reason = error.what if isinstance(error, MasterDeskError) else str(error)
        what = f"{shown_path(path)} is not a session of MasterDesk ({reason})"
        raise InputError(what, "open a file that was saved as a session") from None


def session_to_mapping(state: DeskState) -> dict[str, Any]:
    """The desk as JSON values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "engine_version": __version__,
        "track": _text(state.track),
        "reference": _text(state.reference),
        "slots": [_settings_to_mapping(settings) for settings in state.slots],
        "window": {"start_s": state.window_start_s, "duration_s": state.window_s},
        "reference_start_s": state.reference_start_s,
        "reference_region": _ends(state.reference_region),
        "matches": [match_to_mapping(match) for match in state.matches],
        "loop": _ends(state.loop),
        "looping": state.looping,
        "heard": state.heard,
        "match_loudness": state.match_loudness,
        "monitor": vars(state.monitor),
    }


def session_from_mapping(given: Mapping[str, Any]) -> DeskState:
    """A desk from JSON values. Raises `ValueError`, `KeyError`, `TypeError` or `SettingsError` for what is none."""
    if given["format"] != FORMAT:
        raise ValueError(f"its format is {given['format']!r}")
    if given["version"] > VERSION:
        raise ValueError("it was saved by a newer version of MasterDesk")
    window, loop, monitor = given["window"], given.get("loop"), given.get("monitor", {})
    region, matches = given.get("reference_region"), given.get("matches")
    return DeskState(
        track=_path(given["track"]),
        reference=_path(given.get("reference")),
        slots=_slots(given["slots"]),
        window_start_s=_seconds(window["start_s"]),
        window_s=_duration_s(window["duration_s"]),
        reference_start_s=None if given.get("reference_start_s") is None else _seconds(given["reference_start_s"]),
        reference_region=None if region is None else _region(region),
        matches=DeskState().matches if matches is None else _matches(matches),
        loop=None if loop is None else _region(loop),
        looping=bool(given.get("looping", True)),
        heard=_one_of(given.get("heard", SOURCE_KEYS[0]), SOURCE_KEYS),
        match_loudness=bool(given.get("match_loudness", True)),
        monitor=_monitor(monitor),
    )


def _slots(given: list[Mapping[str, Any]]) -> tuple[Settings, ...]:
    if len(given) != SLOT_COUNT:
        raise ValueError(f"it has {len(given)} slots")
    return tuple(replace(settings_from_mapping(slot), platform=slot.get("platform")) for slot in given)


def _settings_to_mapping(settings: Settings) -> dict[str, Any]:
    """Amounts are kept of a slot that matches nothing, too: it may again."""
    return {**settings.to_mapping(), "match": vars(settings.match)}


def _matches(given: list[Mapping[str, Any]]) -> tuple[SlotMatch, ...]:
    if len(given) != SLOT_COUNT:
        raise ValueError(f"it has {len(given)} matches")
    return tuple(match_from_mapping(match) for match in given)


def _monitor(given: Mapping[str, Any]) -> MonitorState:
    mode = _one_of(given.get("mode", MODES[0]), MODES)
    return MonitorState(mode, bool(given.get("crossfeed")), bool(given.get("small_speaker")))


def _one_of(value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{value!r} is not one of {', '.join(choices)}")
    return str(value)


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds) or seconds < 0.0:
        raise ValueError(f"{value!r} is no time")
    return seconds


def _ends(region: Region | None) -> list[float] | None:
    return None if region is None else [region.start_s, region.stop_s]


def _region(given: list[Any]) -> Region:
    region = Region(_seconds(given[0]), _seconds(given[1]))
    _duration_s(region.duration_s)
    return region


def _duration_s(value: Any) -> float:
    seconds = _seconds(value)
    if seconds == 0.0:
        raise ValueError(f"{value!r} is no duration")
    return seconds


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _path(text: Any) -> Path | None:
    return None if text is None else Path(str(text))
