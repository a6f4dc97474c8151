"""From what a track is to what shall be done to it: `make_plan`, and which profiles suit it."""

from __future__ import annotations

from masterdesk.engine.plan.dynamics import dynamics_plan
from masterdesk.engine.plan.fit import fit_score, suggest_profiles
from masterdesk.engine.plan.levels import track_levels
from masterdesk.engine.plan.outlook import planned_power_per_hop
from masterdesk.engine.plan.tone import tone_plan
from masterdesk.engine.plan.width import width_plan
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.profile import Profile

__all__ = ["fit_score", "make_plan", "planned_power_per_hop", "suggest_profiles"]


def make_plan(analysis: Analysis, profile: Profile | None, intensity: float, stereo_image: bool) -> Plan:
    """The numbers by which a track is processed before the limiter.

    `intensity` (0 to 100) scales all that the profile does; at 0, or without a
    profile, only `stereo_image` can change anything. Silence is left alone.
    """
    levels = track_levels(analysis.timeline)
    amount = 0.0 if profile is None else intensity
    style = None if profile is None or amount <= 0.0 else profile
    tone = None if style is None else tone_plan(levels, style.tone, amount)
    return Plan(
        tone=tone,
        width=width_plan(levels, None if style is None else style.width, amount, stereo_image),
        dynamics=None if style is None else dynamics_plan(analysis.timeline, tone, style.dynamics, amount),
    )
