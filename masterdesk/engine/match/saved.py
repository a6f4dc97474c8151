"""A match as a small JSON text: no audio, only what a reference decides; every value is checked on reading."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from masterdesk import __version__
from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ
from masterdesk.engine.errors import InputError
from masterdesk.engine.match.punch import CROSSOVERS_HZ
from masterdesk.engine.match.reference import RANKS
from masterdesk.engine.match.riding import LOUDNESS_RANKS
from masterdesk.engine.types.match import Match, MatchDynamics, MatchTone

FloatArray = npt.NDArray[np.float64]

#: Version of the format, under the key that says what the file is.
KIND, VERSION = "masterdesk_match", 1
#: A match has a few kilobytes; nothing larger is read.
MAX_CHARACTERS = 200_000
MAX_NAMES, MAX_NAME_LENGTH = 16, 200
DIGITS = 3


def match_to_json(match: Match) -> str:
    """The text of a saved match."""
    tone, dynamics = match.tone, match.dynamics
    content = {
        KIND: VERSION,
        "engine_version": __version__,
        "names": list(match.names),
        "has_width": match.has_width,
        "integrated_lufs": round(match.integrated_lufs, DIGITS),
        "tone": {
            "frequencies_hz": _rounded(tone.frequencies_hz),
            "level_db": _rounded(tone.level_db),
            "side_ratio_db": _rounded(tone.side_ratio_db),
            "is_known": [bool(known) for known in tone.is_known],
            "section_ranks": _rounded(tone.section_ranks),
            "section_db": _rounded(tone.section_db),
            "section_spread_db": _rounded(tone.section_spread_db),
        },
        "dynamics": {
            "range_lu": None if dynamics.range_lu is None else round(dynamics.range_lu, DIGITS),
            "plr_db": None if dynamics.plr_db is None else round(dynamics.plr_db, DIGITS),
            "loudness_ranks": _rounded(dynamics.loudness_ranks),
            "loudness_lu": _rounded(dynamics.loudness_lu),
            "crossovers_hz": list(dynamics.crossovers_hz),
            "punch_db": _rounded(dynamics.punch_db),
        },
    }
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def match_from_json(text: str, name: str) -> Match:
    """The match of a text; `name` (of its file) is for messages.

    Raises `InputError` for anything that is not a match this version can read, or holds an impossible value.
    """
    try:
        content = json.loads(text) if len(text) <= MAX_CHARACTERS else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, Mapping) or KIND not in content:
        raise InputError(f"{name} is not a saved match", "give a file that --save-match wrote")
    if content[KIND] != VERSION or isinstance(content[KIND], bool):
        raise InputError(
            f"{name} is a match of version {content[KIND]!r:.40}", "save the match again with this version"
        )
    try:
        return _match(content)
    except (KeyError, TypeError, ValueError) as error:
        what = f"the saved match {name} is damaged ({error!s:.100})"
        raise InputError(what, "save the match again from its reference") from error


def _match(content: Mapping[str, Any]) -> Match:
    tone, dynamics = content["tone"], content["dynamics"]
    bands, ranks = THIRD_OCTAVE_HZ.size, len(RANKS)
    _expect_same(tone["frequencies_hz"], THIRD_OCTAVE_HZ)
    _expect_same(tone["section_ranks"], np.array(RANKS))
    _expect_same(dynamics["loudness_ranks"], LOUDNESS_RANKS)
    _expect_same(dynamics["crossovers_hz"], np.array(CROSSOVERS_HZ))
    return Match(
        names=_names(content["names"]),
        tone=MatchTone(
            frequencies_hz=THIRD_OCTAVE_HZ,
            level_db=_numbers(tone["level_db"], (bands,), -300.0, 10.0),
            side_ratio_db=_numbers(tone["side_ratio_db"], (bands,), -100.0, 100.0),
            is_known=_switches(tone["is_known"], bands),
            section_ranks=np.array(RANKS),
            section_db=_numbers(tone["section_db"], (bands, ranks), -300.0, 10.0),
            section_spread_db=_numbers(tone["section_spread_db"], (bands,), 0.0, 100.0),
        ),
        dynamics=MatchDynamics(
            range_lu=_reading(dynamics["range_lu"], 0.0, 100.0),
            loudness_ranks=LOUDNESS_RANKS,
            loudness_lu=_rising(_numbers(dynamics["loudness_lu"], LOUDNESS_RANKS.shape, -100.0, 100.0)),
            plr_db=_reading(dynamics["plr_db"], -10.0, 100.0),
            crossovers_hz=CROSSOVERS_HZ,
            punch_db=_numbers(dynamics["punch_db"], (len(CROSSOVERS_HZ) + 1,), 0.0, 60.0),
        ),
        has_width=bool(_switches([content["has_width"]], 1)[0]),
        integrated_lufs=_number(content["integrated_lufs"], -70.0, 20.0),
    )


def _rounded(values: FloatArray) -> Any:
    return np.round(values, DIGITS).tolist()


def _number(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{value!r:.40} is not a number from {low:g} to {high:g}")
    return float(value)


def _reading(value: Any, low: float, high: float) -> float | None:
    return None if value is None else _number(value, low, high)


def _numbers(values: Any, shape: tuple[int, ...], low: float, high: float) -> FloatArray:
    rows = values if len(shape) == 2 else [values]
    size = shape[-1]
    if not isinstance(rows, list) or len(rows) != math.prod(shape[:-1]):
        raise ValueError(f"{shape[0]} rows of {size} numbers are wanted")
    if any(not isinstance(row, list) or len(row) != size for row in rows):
        raise ValueError(f"{size} numbers are wanted")
    return np.array([[_number(value, low, high) for value in row] for row in rows]).reshape(shape)


def _rising(values: FloatArray) -> FloatArray:
    if (np.diff(values) < 0.0).any():
        raise ValueError("loudness does not rise with its rank")
    return values


def _switches(values: Any, size: int) -> npt.NDArray[np.bool_]:
    if not isinstance(values, list) or len(values) != size or any(not isinstance(value, bool) for value in values):
        raise ValueError(f"{size} times true or false is wanted")
    return np.array(values, dtype=np.bool_)


def _expect_same(values: Any, wanted: FloatArray) -> None:
    given = _numbers(values, wanted.shape, 0.0, 1e6)
    if np.abs(given - wanted).max() > 0.01:
        raise ValueError("its bands or ranks are not those of this version")


def _names(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not 1 <= len(values) <= MAX_NAMES:
        raise ValueError("names are wanted")
    if any(not isinstance(value, str) or len(value) > MAX_NAME_LENGTH for value in values):
        raise ValueError("a name is not a short text")
    return tuple(values)
