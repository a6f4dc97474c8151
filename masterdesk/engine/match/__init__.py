"""Match: what references decide about a master, and the plan that takes a track there."""

from masterdesk.engine.match.planner import match_plan
from masterdesk.engine.match.reference import combined, reference_match

__all__ = ["combined", "match_plan", "reference_match"]
