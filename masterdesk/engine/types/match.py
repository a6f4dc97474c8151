"""What a match remembers of its references: the numbers that decide how a master sounds, and no audio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class MatchTone:
    """Balance over third octaves, levels in dB against the power of the whole reference.

    `level_db` (mid and side together), `side_ratio_db` (side against mid) and `is_known` have the shape
    (bands,); a band that is not known lies beyond what the reference's sample rate or codec kept, and says
    nothing. `section_db` is the balance, (bands, ranks), of the parts of the reference whose loudness has
    the rank `section_ranks` among all (0 quietest, 1 loudest), against the power of these parts;
    `section_spread_db` (bands,) is how far (one standard deviation) the balance of a few seconds lies from it.
    """

    frequencies_hz: FloatArray
    level_db: FloatArray
    side_ratio_db: FloatArray
    is_known: BoolArray
    section_ranks: FloatArray
    section_db: FloatArray
    section_spread_db: FloatArray


@dataclass(frozen=True, eq=False)
class MatchDynamics:
    """How the level of the reference moves.

    `range_lu` is its loudness range, `loudness_lu` its short-term loudness at `loudness_ranks` (0 quietest, 1
    loudest of all that sounds) against the median, `plr_db` its true peak over its integrated loudness.
    `punch_db` says for each of the bands between `crossovers_hz` how far the louder moments (50 ms) stand out
    of the seconds around them. `None`: too short or silent to say.
    """

    range_lu: float | None
    loudness_ranks: FloatArray
    loudness_lu: FloatArray
    plr_db: float | None
    crossovers_hz: tuple[float, ...]
    punch_db: FloatArray


@dataclass(frozen=True, eq=False)
class Match:
    """One or several references as a target. `names` are for people; `has_width` is false for a mono reference."""

    names: tuple[str, ...]
    tone: MatchTone
    dynamics: MatchDynamics
    has_width: bool
    integrated_lufs: float
