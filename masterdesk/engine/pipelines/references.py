"""From settings to the numbers of a master: the profile, the references, and the balance between the two."""

from __future__ import annotations

from dataclasses import replace

from masterdesk.engine.match import match_plan
from masterdesk.engine.plan import make_plan
from masterdesk.engine.resources import profile
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.settings import LOUDNESS_RANGE_LUFS, Settings


def planned(analysis: Analysis, settings: Settings, match: Match | None) -> tuple[Plan, Settings]:
    """The plan for a track, and the settings with the loudness and ceiling that its limiter shall aim at.

    Without a match the settings come back as they are; with one, the loudness
    lies as far on the way to the reference's as its amount says.
    """
    style = None if settings.profile is None else profile(settings.profile)
    under = make_plan(analysis, style, settings.intensity, settings.stereo_image)
    if match is None:
        return under, settings
    aimed = replace(settings, loudness_lufs=_loudness_lufs(analysis, settings, match))
    return match_plan(analysis, match, settings.match, under, aimed.loudness_lufs, aimed.ceiling_dbtp), aimed


def _loudness_lufs(analysis: Analysis, settings: Settings, match: Match) -> float | None:
    """The target: that of the settings (or the track's own level, where it is off), and the reference's."""
    share = settings.match.loudness / 100.0
    base = settings.loudness_lufs if settings.loudness_lufs is not None else analysis.loudness.integrated_lufs
    if share == 0.0 or base is None:
        return settings.loudness_lufs
    low, high = LOUDNESS_RANGE_LUFS
    return min(max(base + share * (match.integrated_lufs - base), low), high)
