"""Which seconds of a track are worth hearing: the loudest, the quietest, the most dynamic."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import ABSOLUTE_GATE_LUFS, RANGE_RELATIVE_GATE_LU, SHORT_TERM_HOPS
from masterdesk.engine.types.analysis import Analysis, Timeline
from masterdesk.engine.types.request import DEFAULT_PREVIEW_START_S

FloatArray = npt.NDArray[np.float64]

KINDS = ("loudest", "quietest", "dynamic", "default")
#: What lies so far below the integrated loudness is a pause or the end of a fade, and no quiet music.
SILENT_BELOW_LU = -30.0
#: Share of a window that may be silent.
MOST_SILENCE = 0.05
#: A momentary reading stands at the end of its 400 ms; its middle is two hops earlier.
MOMENTARY_DELAY_HOPS = 2


def smart_window_s(analysis: Analysis, kind: str, duration_s: float) -> float:
    """Where `duration_s` of a track begin, in seconds from its start; 0 where the track is not longer.

    `kind` is `loudest` (highest mean power: of a song, its chorus), `quietest`
    (lowest, silence and fades left out), `dynamic` (short-term loudness varies
    most) or `default` (45 s into the track, earlier in a short one). The time
    is found to 0.1 s; a track without loudness has its default window.
    """
    if kind not in KINDS:
        raise ValueError(f"no such window: {kind}")
    length_s = analysis.format.duration or 0.0
    latest_s = max(length_s - duration_s, 0.0)
    integrated = analysis.loudness.integrated_lufs
    if kind == "default" or integrated is None or latest_s == 0.0:
        return min(DEFAULT_PREVIEW_START_S, latest_s)
    timeline = analysis.timeline
    hops = max(min(round(duration_s / timeline.hop_s), len(timeline.momentary_lufs) - 1), 1)
    start = _Windows(timeline, integrated, hops).start_of(kind)
    return float(min(max(start * timeline.hop_s, 0.0), latest_s))


class _Windows:
    """All windows of `hops` hops of a timeline, held against each other by running sums."""

    def __init__(self, timeline: Timeline, integrated_lufs: float, hops: int) -> None:
        momentary = np.asarray(timeline.momentary_lufs, dtype=np.float64)[MOMENTARY_DELAY_HOPS:]
        self._momentary = np.append(momentary, np.full(MOMENTARY_DELAY_HOPS, momentary[-1]))
        # As in loudness range, a fade into nothing is no dynamics.
        quietest = integrated_lufs + RANGE_RELATIVE_GATE_LU
        self._short_term = np.maximum(np.asarray(timeline.short_term_lufs, dtype=np.float64), quietest)
        self._is_silent = self._momentary < max(integrated_lufs + SILENT_BELOW_LU, ABSOLUTE_GATE_LUFS)
        self._hops = hops

    def start_of(self, kind: str) -> int:
        """Hop at which the best window begins, the first of equals."""
        if kind == "loudest":
            return int(np.argmax(self._power()))
        if kind == "quietest":
            return int(np.argmin(np.where(self._is_sounding(), self._power(), np.inf)))
        return int(np.argmax(np.where(self._is_sounding(), self._variance(), -np.inf)))

    def _power(self) -> FloatArray:
        return _sums(10.0 ** (self._momentary / 10.0), self._hops)

    def _variance(self) -> FloatArray:
        """Of the short-term readings whose 3 s lie within each window."""
        lead = min(SHORT_TERM_HOPS - 1, self._hops - 1)
        count = self._hops - lead
        readings = self._short_term[lead:] - self._short_term.mean()
        mean = _sums(readings, count) / count
        return np.asarray(_sums(readings**2, count) / count - mean**2)

    def _is_sounding(self) -> npt.NDArray[np.bool_]:
        """Windows with little silence; the least silent where every one has more."""
        silent = np.rint(_sums(self._is_silent.astype(np.float64), self._hops))
        return np.asarray(silent <= max(MOST_SILENCE * self._hops, silent.min()))


def _sums(values: FloatArray, window: int) -> FloatArray:
    """Sum of every `window` consecutive values."""
    until = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(until[window:] - until[:-window])
