"""The analyze step: one pass over a track gives loudness, peaks, tone, stereo image and findings."""

from masterdesk.engine.analyze.meter_sets import LevelMeters, ToneMeters, ToneReadings, read
from masterdesk.engine.analyze.report import analysis_to_json, format_to_json
from masterdesk.engine.analyze.track_analysis import analyze, drawn_up

__all__ = [
    "LevelMeters",
    "ToneMeters",
    "ToneReadings",
    "analysis_to_json",
    "analyze",
    "drawn_up",
    "format_to_json",
    "read",
]
