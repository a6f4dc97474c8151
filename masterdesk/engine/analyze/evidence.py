"""What the meters found of a track; findings are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.engine.analyze.meter_sets import LevelReadings, ToneReadings
from masterdesk.engine.types.analysis import Loudness, StereoImage, Timeline
from masterdesk.engine.types.audio_format import AudioFormat


@dataclass(frozen=True, eq=False)
class Evidence:
    """Measurements of one track, and what follows from them."""

    format: AudioFormat
    levels: LevelReadings
    tone: ToneReadings
    loudness: Loudness
    stereo: StereoImage
    timeline: Timeline
