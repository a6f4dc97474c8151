"""Finding on dynamics that are already spent."""

from __future__ import annotations

import numpy as np

from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.findings.times import worst_places
from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND
from masterdesk.engine.types.findings import Finding

#: The loud part of a track: short-term loudness within this of the loudest.
LOUD_LU = 3.0
FEWEST_LOUD_HOPS = 30
#: Peaks line up when many loud hops peak within 1 dB of their 95th percentile; without a limiter 5 to 30 % do.
CEILING_WIDTH_DB = 1.0
#: With a peak-to-short-term ratio (AES convention paper 9065, Skovenborg) below the first of a pair,
#: that share of hops at the ceiling tells of a limiter.
LIMITED = ((8.0, 0.3), (9.5, 0.5))


def already_limited(evidence: Evidence) -> Finding | None:
    """Little distance from loudness to peaks, and the peaks all at one height."""
    timeline = evidence.timeline
    loudest = evidence.loudness.max_short_term_lufs
    if loudest is None:
        return None
    is_loud = timeline.short_term_lufs > loudest - LOUD_LU
    peaks = 20.0 * np.log10(np.maximum(evidence.levels.sample_peaks[is_loud], 1e-10))
    if len(peaks) < FEWEST_LOUD_HOPS:
        return None
    psr_db = float(np.median(timeline.psr_db[is_loud]))
    ceiling = float(np.percentile(peaks, 95.0))
    share = float((peaks > ceiling - CEILING_WIDTH_DB).mean())
    if not any(psr_db < limit_db and share > least for limit_db, least in LIMITED):
        return None
    hops = np.flatnonzero(is_loud)
    return Finding(
        "already_limited",
        "warning",
        f"The loud parts are already limited: peaks stand only {psr_db:.1f} dB above the loudness, and in "
        f"{100.0 * share:.0f} % of the time they touch the same ceiling near {ceiling:.1f} dBFS. What was flattened "
        "cannot be brought back; a mix exported without its limiter gives a better master.",
        worst_places(hops / HOPS_PER_SECOND, -timeline.psr_db[hops]),
    )
