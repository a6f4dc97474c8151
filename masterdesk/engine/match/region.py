"""A range of an analysis, as if only that range had been analyzed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import MOMENTARY_HOPS, SHORT_TERM_HOPS, integrated_of_momentary, range_of_short_term
from masterdesk.engine.errors import SettingsError, shown_path
from masterdesk.engine.types.analysis import Analysis, LongTermSpectrum, Timeline
from masterdesk.engine.types.selection import Selection

FloatArray = npt.NDArray[np.floating]

#: BS.1770-5 equation 2.
OFFSET_LUFS = -0.691


@dataclass(frozen=True, eq=False)
class Part:
    """A range of a track and its readings, `None` where there is none; only a whole track has a spectrum."""

    timeline: Timeline
    spectrum: LongTermSpectrum | None
    integrated_lufs: float | None
    range_lu: float | None
    true_peak_dbtp: float | None


def part_of(analysis: Analysis, region: Selection | None) -> Part:
    """The `region` of an analyzed track, to the hop of its timeline, or all of it.

    Raises `SettingsError` for a region that begins behind the track's end.
    """
    loudness, timeline = analysis.loudness, analysis.timeline
    if region is None:
        return Part(timeline, analysis.spectrum, loudness.integrated_lufs, loudness.range_lu, loudness.true_peak_dbtp)
    length_s = timeline.true_peak_dbtp.size * timeline.hop_s
    if region.start_s >= length_s:
        what = f"the region {region} lies behind the end of {shown_path(analysis.file)}"
        raise SettingsError(what, f"it is {length_s:.1f} s long; choose an earlier region")
    cut = _cut(timeline, region)
    peak = float(cut.true_peak_dbtp.max())
    return Part(
        cut,
        None,
        integrated_of_momentary(_whole_windows(cut.momentary_lufs, MOMENTARY_HOPS)),
        range_of_short_term(_whole_windows(cut.short_term_lufs, SHORT_TERM_HOPS)),
        peak if np.isfinite(peak) else None,
    )


def _cut(timeline: Timeline, region: Selection) -> Timeline:
    end_s = np.inf if region.end_s is None else region.end_s
    hops = _range(region.start_s, end_s, timeline.hop_s, timeline.true_peak_dbtp.size)
    points = _range(region.start_s, end_s, timeline.band_hop_s, timeline.band_mid_power.shape[1])
    return replace(
        timeline,
        momentary_lufs=timeline.momentary_lufs[hops],
        short_term_lufs=timeline.short_term_lufs[hops],
        true_peak_dbtp=timeline.true_peak_dbtp[hops],
        psr_db=timeline.psr_db[hops],
        band_mid_power=timeline.band_mid_power[:, points],
        band_side_power=timeline.band_side_power[:, points],
    )


def _range(start_s: float, end_s: float, step_s: float, size: int) -> slice:
    first = min(int(start_s / step_s), size - 1)
    return slice(first, max(first + 1, round(min(end_s / step_s, size))))


def _whole_windows(lufs: FloatArray, hops: int) -> npt.NDArray[np.float64]:
    """Power of the windows of so many hops that lie wholly inside; a window is read at its end."""
    return np.asarray(10.0 ** ((lufs[hops - 1 :] - OFFSET_LUFS) / 10.0), dtype=np.float64)
