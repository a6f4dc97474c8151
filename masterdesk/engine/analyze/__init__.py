"""The analyze step: one pass over a track gives loudness, peaks, tone, stereo image and findings."""

from masterdesk.engine.analyze.report import analysis_to_json, format_to_json
from masterdesk.engine.analyze.track_analyzer import TrackAnalyzer, analyze

__all__ = ["TrackAnalyzer", "analysis_to_json", "analyze", "format_to_json"]
