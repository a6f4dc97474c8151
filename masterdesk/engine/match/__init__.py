"""Match: what references decide about a master, and the plan that takes a track there."""

from masterdesk.engine.match.describe import MatchCurves, MatchReport, match_report
from masterdesk.engine.match.planner import match_plan
from masterdesk.engine.match.reference import combined, reference_match
from masterdesk.engine.match.saved import match_from_json, match_to_json

__all__ = [
    "MatchCurves",
    "MatchReport",
    "combined",
    "match_from_json",
    "match_plan",
    "match_report",
    "match_to_json",
    "reference_match",
]
