"""Which profiles suit a track: how near it is already to what each one aims for."""

from __future__ import annotations

import numpy as np

from masterdesk.engine.plan.levels import TrackLevels, track_levels
from masterdesk.engine.plan.tone import shortfall_db, style_at
from masterdesk.engine.resources import profiles
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.profile import Profile

#: Loudness range (LU) that each dynamics character leaves a track with, and the spread around it.
_RANGE_LU = {"tight": 5.0, "moderate": 8.0, "wide": 13.0}
_RANGE_SPREAD_LU = 6.0
#: A band that lacks so much is not part of the track (a voice without bass, a source without treble).
ABSENT_DB = 24.0
#: Weight of the dynamics against the tone.
_DYNAMICS_WEIGHT = 0.35
#: How much a profile loses beside one already chosen that sounds the same.
_VARIETY = 0.35
_VARIETY_SCALE_DB = 2.0


def fit_score(analysis: Analysis, profile: Profile) -> float:
    """How well a profile suits a track: 1 perfectly, towards 0 the more it would have to change."""
    return _score(analysis, track_levels(analysis.timeline), profile)


def suggest_profiles(analysis: Analysis, count: int = 5) -> tuple[str, ...]:
    """Letters of the profiles worth hearing first: well suited, yet different from each other, best first."""
    levels = track_levels(analysis.timeline)
    candidates = {profile: _score(analysis, levels, profile) for profile in profiles()}
    chosen: list[Profile] = []
    while candidates and len(chosen) < count:
        best = max(candidates, key=lambda one: candidates[one] - _VARIETY * _likeness(one, chosen))
        chosen.append(best)
        del candidates[best]
    return tuple(profile.letter for profile in chosen)


def _score(analysis: Analysis, levels: TrackLevels, profile: Profile) -> float:
    distance = _tone_distance(levels, profile)
    range_lu = analysis.loudness.range_lu
    if range_lu is not None:
        distance += _DYNAMICS_WEIGHT * abs(range_lu - _RANGE_LU[profile.dynamics.character]) / _RANGE_SPREAD_LU
    return float(np.exp(-0.5 * distance))


def _tone_distance(levels: TrackLevels, profile: Profile) -> float:
    """RMS difference from the target in spreads, over the bands in which music lives; 0 for silence."""
    if not levels.sounds:
        return 0.0
    style = style_at(profile.tone, levels.frequencies_hz)
    level_db = 10.0 * np.log10(np.maximum(levels.whole(levels.power), 1e-14))[:, np.newaxis]
    lacking_db = shortfall_db(level_db, style)[:, 0]
    heard = (levels.frequencies_hz >= 40.0) & (levels.frequencies_hz <= 12500.0) & (lacking_db < ABSENT_DB)
    spreads = np.clip(lacking_db / style.spread_db, -4.0, 4.0)[heard]
    return float(np.sqrt(np.mean(spreads**2))) if spreads.size else 0.0


def _likeness(profile: Profile, chosen: list[Profile]) -> float:
    """1 for the twin of a chosen profile, towards 0 the more it differs in tone or dynamics."""
    return max((_pair_likeness(profile, other) for other in chosen), default=0.0)


def _pair_likeness(one: Profile, other: Profile) -> float:
    tone = float(np.sqrt(np.mean((one.tone.deviation_db - other.tone.deviation_db) ** 2))) / _VARIETY_SCALE_DB
    dynamics = 0.0 if one.dynamics.character == other.dynamics.character else 0.5
    return float(np.exp(-tone - dynamics))
