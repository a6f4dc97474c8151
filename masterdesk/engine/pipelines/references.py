"""From settings to the numbers of a master: the profile, the references, and the balance between the two."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from masterdesk.engine.match import match_plan
from masterdesk.engine.plan import make_plan
from masterdesk.engine.resources import profile
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.settings import LOUDNESS_RANGE_LUFS, Settings


class Aims(NamedTuple):
    """What one track is mastered by: its plan, the settings with the loudness they come to, and the true peak that
    the dynamics of a reference ask for (`None`: as high as the ceiling).
    """

    plan: Plan
    settings: Settings
    wanted_peak_dbtp: float | None


def planned(analysis: Analysis, settings: Settings, match: Match | None) -> Aims:
    """The plan for a track and what its limiter shall aim at. Loudness and ceiling have no part in the plan itself."""
    style = None if settings.profile is None else profile(settings.profile)
    under = make_plan(analysis, style, settings.intensity, settings.stereo_image)
    if match is None:
        return Aims(under, settings, None)
    aimed = replace(settings, loudness_lufs=_loudness_lufs(analysis, settings, match))
    return Aims(match_plan(analysis, match, settings.match, under), aimed, _peak_dbtp(analysis, aimed, match))


def _peak_dbtp(analysis: Analysis, aimed: Settings, match: Match) -> float | None:
    """The peak at which the master has the reference's ratio of peak to loudness, or a part of the way to it."""
    own, wanted, share = analysis.loudness.plr_db, match.dynamics.plr_db, aimed.match.dynamics / 100.0
    if aimed.loudness_lufs is None or own is None or wanted is None or share == 0.0:
        return None
    return aimed.loudness_lufs + wanted + (1.0 - share) * max(own - wanted, 0.0)


def _loudness_lufs(analysis: Analysis, settings: Settings, match: Match) -> float | None:
    """The target: that of the settings (or the track's own level, where it is off), and the reference's."""
    share = settings.match.loudness / 100.0
    base = settings.loudness_lufs if settings.loudness_lufs is not None else analysis.loudness.integrated_lufs
    if share == 0.0 or base is None:
        return settings.loudness_lufs
    low, high = LOUDNESS_RANGE_LUFS
    return min(max(base + share * (match.integrated_lufs - base), low), high)
