"""Findings on peaks and levels: clipped, over full scale, too low, off center."""

from __future__ import annotations

import math

import numpy as np

from masterdesk.engine.analyze.clip_detector import FlatTops
from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.findings.times import worst_places
from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND
from masterdesk.engine.types.findings import Finding
from masterdesk.engine.units import db_from_amplitude

#: Flat tops count where they reach the highest level of their channel within this; fewer than so many may be chance.
CLIP_LEVEL_SHARE = 0.98
FEWEST_FLAT_TOPS = 5

#: A 16-bit file that peaks at -24 dBFS uses 12 bits. With 24 bits no level is too low.
LOW_LEVEL_BITS = 16
FEWEST_BITS = 12.0
DB_PER_BIT = 6.02

#: Less than this would be shown as +0.0.
LEAST_OVER_DB = 0.05

DC_NOTED, DC_WARNED = 0.005, 0.02
#: The mean of less than this is half a wave as likely as an offset.
SHORTEST_FOR_DC_S = 1.0


def clipped(evidence: Evidence) -> Finding | None:
    """Wave tops cut off flat."""
    tops = _at_the_ceiling(evidence.levels.flat_tops)
    count = sum(top.count for top in tops)
    if count < FEWEST_FLAT_TOPS:
        return None
    level_db = 20.0 * math.log10(max(top.level for top in tops))
    where = "at full scale" if level_db > -0.1 else f"at {level_db:.1f} dBFS, so before it was turned down"
    rate = evidence.format.sample_rate
    return Finding(
        "clipped",
        "warning",
        f"{count} wave tops are cut off flat {where}: the track was clipped, which is heard as crackle or grit. "
        "Export the mix again with its peaks below -3 dBFS, without a clipper or limiter on the mix bus.",
        worst_places([top.first_frame / rate for top in tops], [top.count for top in tops]),
    )


def _at_the_ceiling(tops: tuple[FlatTops, ...]) -> list[FlatTops]:
    ceilings: dict[tuple[int, int], float] = {}
    for top in tops:
        key = (top.channel, top.polarity)
        ceilings[key] = max(ceilings.get(key, 0.0), top.level)
    return [top for top in tops if top.level >= CLIP_LEVEL_SHARE * ceilings[top.channel, top.polarity]]


def true_peak_over(evidence: Evidence) -> Finding | None:
    """Peaks above full scale, on or between the samples."""
    true_peak = evidence.loudness.true_peak_dbtp
    if true_peak is None or true_peak < LEAST_OVER_DB:
        return None
    peaks = evidence.timeline.true_peak_dbtp
    over = np.flatnonzero(peaks > 0.0)
    return Finding(
        "true_peak_over",
        "warning",
        f"Peaks reach {true_peak:+.1f} dBTP, above full scale: players and encoders will distort them. "
        "Mastering brings them under the ceiling.",
        worst_places(over / HOPS_PER_SECOND, peaks[over]),
    )


def low_level(evidence: Evidence) -> Finding | None:
    """A recording so low that the noise of its bit depth comes up with it."""
    depth, peak_db = evidence.format.bit_depth, evidence.loudness.sample_peak_dbfs
    if depth != LOW_LEVEL_BITS or evidence.format.is_float or peak_db is None:
        return None
    bits_used = depth + peak_db / DB_PER_BIT
    if bits_used >= FEWEST_BITS:
        return None
    return Finding(
        "low_level",
        "warning",
        f"The level is too low for {depth} bits: the highest peak is {peak_db:.1f} dBFS, which leaves "
        f"{max(bits_used, 0.0):.0f} bits, and their noise rises when the track is made loud. "
        "Export the mix with 24 bits, or louder.",
    )


def dc_offset(evidence: Evidence) -> Finding | None:
    """A waveform that does not swing around zero."""
    worst = float(np.abs(evidence.levels.channel_means).max(initial=0.0))
    if worst < DC_NOTED or (evidence.format.duration or 0.0) < SHORTEST_FOR_DC_S:
        return None
    return Finding(
        "dc_offset",
        "warning" if worst >= DC_WARNED else "info",
        f"The waveform sits off center by {100.0 * worst:.1f} % of full scale (a DC offset of "
        f"{db_from_amplitude(worst):.0f} dBFS): it costs headroom and can click at cuts. "
        "Remove it in the mix with a high-pass filter at 20 Hz.",
    )
