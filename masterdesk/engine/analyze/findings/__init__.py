"""Remarks on a track in plain words: what was found, what it means, what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.findings import dynamics, ends, levels, source, stereo
from masterdesk.engine.types.findings import Finding

_FINDERS = (
    levels.clipped,
    levels.true_peak_over,
    dynamics.already_limited,
    source.lossy_source,
    source.resampled_source,
    source.low_bit_depth,
    levels.low_level,
    levels.dc_offset,
    stereo.one_sided,
    stereo.phase_trouble,
    stereo.mono,
    ends.silence_start,
    ends.silence_end,
)


def find_all(evidence: Evidence) -> tuple[Finding, ...]:
    """All findings of a track, those that weigh most first; of a silent one, only that."""
    silence = ends.silent(evidence)
    return (silence,) if silence else tuple(_findings(evidence))


def _findings(evidence: Evidence) -> Iterator[Finding]:
    for find in _FINDERS:
        finding = find(evidence)
        if finding is not None:
            yield finding
