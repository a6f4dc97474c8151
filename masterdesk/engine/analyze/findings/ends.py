"""Findings on silence: at the ends, or all there is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.loudness_meter import CELLS_PER_SECOND
from masterdesk.engine.dsp.loudness import ABSOLUTE_GATE_LUFS, power_from_lufs
from masterdesk.engine.types.findings import Finding

#: Longer silence than this is worth a word.
START_S, END_S = 0.5, 1.5


def silent(evidence: Evidence) -> Finding | None:
    """No sound at all."""
    if evidence.loudness.true_peak_dbtp is not None and (len(_sounding(evidence)) or not len(_power(evidence))):
        return None
    return Finding(
        "silent",
        "warning",
        "There is no sound in this file, or none above -70 LUFS: there is nothing to master. "
        "Check that the right file was exported.",
    )


def silence_start(evidence: Evidence) -> Finding | None:
    """A late beginning."""
    sounding = _sounding(evidence)
    length = float(sounding[0]) / CELLS_PER_SECOND if len(sounding) else 0.0
    if length < START_S:
        return None
    return Finding(
        "silence_start",
        "info",
        f"The track begins with {length:.1f} s of silence. Streaming services play it too; cut it unless it is meant.",
        (0.0,),
    )


def silence_end(evidence: Evidence) -> Finding | None:
    """A long wait after the last sound."""
    sounding = _sounding(evidence)
    end = float(sounding[-1] + 1) / CELLS_PER_SECOND if len(sounding) else 0.0
    length = len(_power(evidence)) / CELLS_PER_SECOND - end
    if not len(sounding) or length < END_S:
        return None
    return Finding(
        "silence_end",
        "info",
        f"The track ends with {length:.1f} s of silence. Cut it unless it is meant.",
        (end,),
    )


def _power(evidence: Evidence) -> npt.NDArray[np.float64]:
    return evidence.levels.curve.power_per_cell


def _sounding(evidence: Evidence) -> npt.NDArray[np.intp]:
    return np.flatnonzero(_power(evidence) > power_from_lufs(ABSOLUTE_GATE_LUFS))
