"""Every number that is read off while listening, from the blocks that are heard."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND, SHORT_TERM_HOPS
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.live.loudness import LiveLoudness
from masterdesk.engine.live.peak_levels import Ballistics, LivePeaks
from masterdesk.engine.live.readings import LiveReadings
from masterdesk.engine.live.stereo_field import StereoField
from masterdesk.engine.units import db_from_amplitude


class LiveMeter:
    """Meters of a mono or stereo stream, fed with blocks of about 10 to 60 ms from one thread.

    Any block size gives the same loudness; peaks fall with the time of the
    audio pushed. Not safe for several threads at once.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._rate, self._channels = sample_rate, channels
        self.reset()

    def reset(self) -> None:
        """Forget everything heard so far."""
        self._loudness = LiveLoudness(self._rate, self._channels)
        self._peaks = LivePeaks(self._rate, self._channels)
        self._true, self._sample = Ballistics(self._channels), Ballistics(self._channels)
        self._field = StereoField(self._rate)
        self._max_true: npt.NDArray[np.float64] = np.zeros(self._channels)
        self._recent_peaks = RecentPeaks(self._rate)

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames) in float32, every sample finite."""
        if not block.shape[1]:
            return
        true, sample = self._peaks.push(block)
        duration_s = block.shape[1] / self._rate
        self._true.push(true, duration_s)
        self._sample.push(sample, duration_s)
        np.maximum(self._max_true, true, out=self._max_true)
        self._recent_peaks.push(float(true.max()), block.shape[1])
        self._loudness.push(block)
        self._field.push(block)

    def rest(self, duration_s: float) -> None:
        """Nothing is heard for a while (paused): bars fall, readings since reset stay."""
        silence = np.zeros(self._channels)
        self._true.push(silence, duration_s)
        self._sample.push(silence, duration_s)
        self._loudness.rest(duration_s)
        self._field.rest(duration_s)

    def readings(self) -> LiveReadings:
        """All meters as they stand now."""
        loudness, highest = self._loudness, db_from_amplitude(float(self._max_true.max()))
        with np.errstate(divide="ignore"):
            max_peaks = 20.0 * np.log10(self._max_true)
        return LiveReadings(
            peak_dbtp=self._true.level_db,
            peak_dbfs=self._sample.level_db,
            held_peak_dbtp=self._true.held_db,
            held_peak_dbfs=self._sample.held_db,
            max_peak_dbtp=max_peaks,
            max_true_peak_dbtp=highest,
            momentary_lufs=loudness.momentary_lufs,
            short_term_lufs=loudness.short_term_lufs,
            max_momentary_lufs=loudness.max_momentary_lufs,
            max_short_term_lufs=loudness.max_short_term_lufs,
            integrated_lufs=loudness.integrated_lufs,
            range_lu=loudness.range_lu,
            plr_db=_difference(highest, loudness.integrated_lufs),
            psr_db=_difference(db_from_amplitude(self._recent_peaks.highest), loudness.short_term_lufs),
            correlation=self._field.correlation,
            balance_db=self._field.balance_db,
            goniometer=self._field.goniometer(),
        )


class RecentPeaks:
    """The highest peak of the last 3 s, kept for every 100 ms."""

    def __init__(self, sample_rate: int) -> None:
        self._hop_frames = sample_rate / HOPS_PER_SECOND
        self._hops = [0.0]
        self._frames = 0

    @property
    def highest(self) -> float:
        """Linear."""
        return max(self._hops)

    def push(self, peak: float, frames: int) -> None:
        """Take the peak of the next frames; a block belongs to the hop that it ends in."""
        before = int(self._frames // self._hop_frames)
        self._frames += frames
        started = int(self._frames // self._hop_frames) - before
        self._hops = (self._hops + [0.0] * min(started, SHORT_TERM_HOPS))[-SHORT_TERM_HOPS:]
        self._hops[-1] = max(self._hops[-1], peak)


def _difference(level: float | None, lufs: float | None) -> float | None:
    return None if level is None or lufs is None else level - lufs
