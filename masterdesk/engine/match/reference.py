"""From the analysis of a reference, or of several, to the match it asks for."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import PurePath

import numpy as np
import numpy.typing as npt

from masterdesk.engine.errors import InputError, shown_path
from masterdesk.engine.match.levels import NOTHING, PointLevels, level_db, point_levels
from masterdesk.engine.match.punch import CROSSOVERS_HZ, band_powers, punch_db
from masterdesk.engine.match.region import Part, part_of
from masterdesk.engine.match.riding import LOUDNESS_RANKS, loudness_spread_lu
from masterdesk.engine.match.smooth import over_time
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match, MatchDynamics, MatchTone
from masterdesk.engine.types.selection import Selection

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: Ranks of loudness whose balance is kept, each standing for a fifth of what sounds.
RANKS = (0.1, 0.3, 0.5, 0.7, 0.9)
#: Shorter references say nothing about music.
LEAST_S = 1.0
#: A loudness range needs more than a few windows of 3 s.
LEAST_FOR_RANGE_S = 10.0
#: Points (standard deviation) over which a balance is that of a moment and not of a note.
LOCAL_POINTS = 6.0
#: Side-to-mid ratios outside this are mono, or no mid at all.
RATIO_RANGE_DB = (-60.0, 20.0)


def reference_match(analysis: Analysis, region: Selection | None = None) -> Match:
    """The match that one reference, or a region of it, asks for.

    Raises `InputError` for a reference that is silent or shorter than a second,
    `SettingsError` for a region outside it.
    """
    part = part_of(analysis, region)
    levels = point_levels(part.timeline, part.spectrum)
    length_s = part.timeline.band_mid_power.shape[1] * part.timeline.band_hop_s
    name = shown_path(analysis.file)
    if length_s < LEAST_S:
        raise InputError(f"the reference {name} is only {length_s:.2g} s long", "use at least a few seconds of music")
    if part.integrated_lufs is None or not levels.sounds.any():
        raise InputError(f"the reference {name} is silent", "choose a reference, or a region of it, that sounds")
    return Match(
        names=(PurePath(analysis.file).stem,),
        tone=_tone(levels),
        dynamics=_dynamics(part, levels, part.integrated_lufs, length_s),
        has_width=levels.has_side,
        integrated_lufs=part.integrated_lufs,
    )


def combined(parts: Sequence[tuple[Match, float]]) -> Match:
    """Several matches in one, each with its weight (> 0): levels and readings are averaged in dB."""
    matches = [match for match, _ in parts]
    if len(matches) == 1:
        return matches[0]
    weights = np.array([weight for _, weight in parts])

    def mean(read: Callable[[Match], float | None]) -> float | None:
        found = [(value, weight) for match, weight in parts if (value := read(match)) is not None]
        return sum(value * weight for value, weight in found) / sum(w for _, w in found) if found else None

    integrated = mean(lambda match: match.integrated_lufs)
    assert integrated is not None, "every match has a loudness"
    return Match(
        names=tuple(name for match in matches for name in match.names),
        tone=_mean_tone(matches, weights),
        dynamics=MatchDynamics(
            range_lu=mean(lambda match: match.dynamics.range_lu),
            loudness_ranks=LOUDNESS_RANKS,
            loudness_lu=np.average([match.dynamics.loudness_lu for match in matches], axis=0, weights=weights),
            plr_db=mean(lambda match: match.dynamics.plr_db),
            crossovers_hz=CROSSOVERS_HZ,
            punch_db=np.average([match.dynamics.punch_db for match in matches], axis=0, weights=weights),
        ),
        has_width=any(match.has_width for match in matches),
        integrated_lufs=integrated,
    )


def section_balance_db(levels: PointLevels) -> FloatArray:
    """Band levels in dB, (bands, ranks), of the parts of each rank of loudness, against the power of each part."""
    edges = np.linspace(0.0, 1.0, len(RANKS) + 1)
    whole = levels.power[:, levels.sounds].mean(axis=1)
    columns = []
    for low, high in itertools.pairwise(edges):
        inside = levels.sounds & (levels.rank >= low) & (levels.rank <= high)
        columns.append(levels.power[:, inside].mean(axis=1) if inside.any() else whole)
    powers = np.stack(columns, axis=1)
    return level_db(powers / np.maximum(powers.sum(axis=0), NOTHING))


def at_ranks(section_db: FloatArray, rank: FloatArray) -> FloatArray:
    """Values per rank (bands, ranks) at any ranks (points,): (bands, points)."""
    return np.stack([np.interp(rank, RANKS, row) for row in section_db])


def local_balance_db(levels: PointLevels) -> FloatArray:
    """Balance of the seconds around each point, in dB against their power, (bands, points)."""
    around = np.maximum(over_time(levels.power * levels.sounds, LOCAL_POINTS), NOTHING)
    return level_db(around / around.sum(axis=0))


def _tone(levels: PointLevels) -> MatchTone:
    power = levels.power.mean(axis=1)
    band_db = level_db(power / power.sum())
    mid, side = levels.mid.mean(axis=1), levels.side.mean(axis=1)
    section_db = section_balance_db(levels)
    return MatchTone(
        frequencies_hz=levels.frequencies_hz,
        level_db=band_db + levels.missing_db,
        side_ratio_db=np.clip(level_db(side) - level_db(mid), *RATIO_RANGE_DB),
        is_known=levels.known & (levels.kept > 0.0),
        section_ranks=np.array(RANKS),
        section_db=section_db + levels.missing_db[:, np.newaxis],
        section_spread_db=_spread_db(levels, section_db),
    )


def _spread_db(levels: PointLevels, section_db: FloatArray) -> FloatArray:
    away = local_balance_db(levels) - at_ranks(section_db, levels.rank)
    return np.asarray(np.sqrt(np.mean(np.clip(away[:, levels.sounds], -12.0, 12.0) ** 2, axis=1)))


def _dynamics(part: Part, levels: PointLevels, integrated_lufs: float, length_s: float) -> MatchDynamics:
    powers = band_powers(part.timeline, CROSSOVERS_HZ)
    peak_dbtp = part.true_peak_dbtp
    return MatchDynamics(
        range_lu=part.range_lu if length_s >= LEAST_FOR_RANGE_S else None,
        loudness_ranks=LOUDNESS_RANKS,
        loudness_lu=loudness_spread_lu(levels.loudness, levels.sounds),
        plr_db=None if peak_dbtp is None else peak_dbtp - integrated_lufs,
        crossovers_hz=CROSSOVERS_HZ,
        punch_db=punch_db(powers, part.timeline.band_hop_s),
    )


def _mean_tone(matches: Sequence[Match], weights: FloatArray) -> MatchTone:
    tones = [match.tone for match in matches]
    known = np.stack([tone.is_known for tone in tones])
    any_known = np.asarray(known.any(axis=0))
    counted = np.where(any_known, known, True) * weights[:, np.newaxis]
    stereo = np.array([match.has_width for match in matches])
    ratio_weights = weights * stereo if stereo.any() else weights
    return MatchTone(
        frequencies_hz=tones[0].frequencies_hz,
        level_db=_averaged([tone.level_db for tone in tones], counted),
        side_ratio_db=np.average([tone.side_ratio_db for tone in tones], axis=0, weights=ratio_weights),
        is_known=any_known,
        section_ranks=tones[0].section_ranks,
        section_db=_averaged([tone.section_db for tone in tones], counted[:, :, np.newaxis]),
        section_spread_db=_averaged([tone.section_spread_db for tone in tones], counted),
    )


def _averaged(values: Sequence[FloatArray], weights: FloatArray) -> FloatArray:
    return np.asarray((np.stack(values) * weights).sum(axis=0) / weights.sum(axis=0))
