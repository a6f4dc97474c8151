"""Limit: true-peak limiting at the delivery rate, and the drive that meets a target loudness."""

from masterdesk.engine.limit.envelope import CONTEXT_FRAMES
from masterdesk.engine.limit.limiter import PREROLL_SECONDS, Limiter
from masterdesk.engine.limit.measure import Run, limited_loudness, limited_lufs, measured_powers
from masterdesk.engine.limit.mixture import AudioReader
from masterdesk.engine.limit.predict import Outcome, plain_lufs, predict
from masterdesk.engine.limit.solve import Drive, find_drive, solve_drive
from masterdesk.engine.limit.study import LimiterStudy, Study, StudyPart, joined_study, settling_frames

__all__ = [
    "CONTEXT_FRAMES",
    "PREROLL_SECONDS",
    "AudioReader",
    "Drive",
    "Limiter",
    "LimiterStudy",
    "Outcome",
    "Run",
    "Study",
    "StudyPart",
    "find_drive",
    "joined_study",
    "limited_loudness",
    "limited_lufs",
    "measured_powers",
    "plain_lufs",
    "predict",
    "settling_frames",
    "solve_drive",
]
