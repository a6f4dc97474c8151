"""What a lane can tell about its file at any time: length, waveform, level, loudness."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import REFERENCE
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.views.texts import clock, figure

Float32Array = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.floating]
#: Shown of a file whose length nobody knows; doubled as often as it takes.
FIRST_LENGTH_S = 60.0
#: Where a pixel is shorter than this, milliseconds can be pointed at.
FINE_S = 0.01


class LaneReader:
    """Reads the lane of `key` ("original" or "reference") in seconds of its own time."""

    def __init__(self, models: Models, key: str) -> None:
        self._models = models
        self.key = key
        self.lane: LaneModel = models.lane(key)

    @property
    def sample_rate(self) -> int | None:
        """Rate in Hz of the waveform: a reference is read at the track's."""
        if self.lane.track is not None:
            return self.lane.track.sample_rate
        track_format = self._models.track.format
        lane_format = track_format if self.key == REFERENCE and track_format is not None else self.lane.format
        return None if lane_format is None else lane_format.sample_rate

    @property
    def known_s(self) -> float:
        """How much of the file has been read."""
        peaks, rate = self.lane.peaks, self.sample_rate
        return 0.0 if peaks is None or not rate else peaks.known_frames / rate

    @property
    def duration_s(self) -> float:
        """Length; while it is not known, a round one that holds what was read; 0 without a file."""
        if self.lane.status in (LaneStatus.EMPTY, LaneStatus.FAILED):
            return 0.0
        if self.lane.duration_s is not None:
            return self.lane.duration_s
        length = FIRST_LENGTH_S if self.lane.format is not None else 0.0
        while length < self.known_s:
            length *= 2.0
        return length

    def columns(self, start_s: float, stop_s: float, count: int) -> tuple[Float32Array, Float32Array, Float32Array]:
        """Lowest, highest and RMS sample of all channels in `count` equal parts of a range, each (count,)."""
        peaks, rate = self.lane.peaks, self.sample_rate
        if peaks is None or not rate:
            silent = np.zeros(count, dtype=np.float32)
            return silent, silent, silent
        low, high, rms = peaks.range(start_s * rate, stop_s * rate, count)
        return low.min(axis=0), high.max(axis=0), np.sqrt(np.mean(np.square(rms), axis=0))

    def level_dbfs(self, start_s: float, stop_s: float) -> float | None:
        """Highest sample of a range, `None` where it is silent or not known."""
        low, high, _ = self.columns(start_s, stop_s, 1)
        peak = max(-float(low[0]), float(high[0]))
        return 20.0 * math.log10(peak) if peak > 0.0 else None

    def short_term_lufs(self, time_s: float) -> float | None:
        """What a short-term meter reads at a time: loudness of the 3 s before it."""
        curve = self.loudness_curve()
        if curve is None:
            return None
        hop_s, lufs = curve
        hop = math.floor(time_s / hop_s)
        if not 0 <= hop < len(lufs) or not math.isfinite(lufs[hop]):
            return None
        return float(lufs[hop])

    def text_at(self, time_s: float, span_s: float) -> str:
        """Time, level of the `span_s` seconds around it, and loudness, as far as they are known; empty outside."""
        if not 0.0 <= time_s < self.duration_s:
            return ""
        texts = [clock(time_s, 3 if span_s < FINE_S else 1)]
        if (level := self.level_dbfs(time_s - span_s / 2, time_s + span_s / 2)) is not None:
            texts.append(f"{figure(level)} dBFS")
        if (loudness := self.short_term_lufs(time_s)) is not None:
            texts.append(f"{figure(loudness)} LUFS")
        return " · ".join(texts)

    def loudness_curve(self) -> tuple[float, FloatArray] | None:
        """Seconds per value, and short-term loudness (hops,) in LUFS; `None` before it was measured."""
        analysis = self.lane.analysis
        return None if analysis is None else (analysis.timeline.hop_s, analysis.timeline.short_term_lufs)
