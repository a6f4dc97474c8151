"""The match of the heard slot as curves of the spectrum: track, target and result at equal loudness, and its gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL
from masterdesk.window.views.spectrum.curves import MATCH_GAIN, MATCH_SIDE, RESULT, TARGET, TRACK

if TYPE_CHECKING:
    from masterdesk.engine.match import MatchCurves, MatchReport

FloatArray = npt.NDArray[np.floating]

#: Points that are drawn between two third octaves.
STEPS = 8
#: What lies further below a curve's highest level is nothing.
DEPTH_DB = 90.0
#: Where levels are held against each other, and where the highest stands while there is nothing to compare with.
ALIGNED_HZ, FIRST_TOP_DB = (60.0, 12000.0), -18.0
#: Slope at which bands of equal width in octaves are shown as they are, and the frequency that a tilt turns about.
LEVEL_TILT_DB, PIVOT_HZ = 3.0, 1000.0
#: A side gain smaller than this is none, in dB; nor is one of bands so far below the loudest.
LEAST_SIDE_DB, HEARD_DEPTH_DB = 0.5, 50.0


class MatchOverlay:
    """Follows the heard slot. Nothing is computed twice for one report."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._made_for: tuple[object, ...] = ()
        self._frequencies_hz: FloatArray = np.zeros(0)
        self._log_hz: FloatArray = np.zeros(0)
        self._curves: dict[str, FloatArray] = {}
        self._live_shift_db = 0.0

    @property
    def has_match(self) -> bool:
        """Whether the heard slot matches something, so that there is, or will be, something to draw."""
        state = self._models.desk.state
        slot = state.heard_slot
        return slot is not None and state.slots[slot].has_reference and not self._models.blind.is_hiding

    @property
    def report(self) -> MatchReport | None:
        """What is drawn, `None` while there is nothing, or it is not wanted."""
        slot = self._models.desk.state.heard_slot
        if slot is None or not self.has_match or not self._models.preferences.match_curves:
            return None
        audio = self._models.slots[slot].audio
        return None if audio is None else audio.match_report

    @property
    def has_side(self) -> bool:
        """Whether the match gives the side a gain of its own."""
        report = self.report
        if report is None:
            return False
        sounds = report.curves.track_db > report.curves.track_db.max() - HEARD_DEPTH_DB
        return bool(np.abs(report.curves.side_gain_db[sounds]).max() >= LEAST_SIDE_DB)

    def curve(self, role: str) -> tuple[FloatArray, FloatArray] | None:
        """Frequencies in Hz and levels, or gains, in dB of one of the match's curves."""
        report = self.report
        if report is None:
            return None
        self._make(report)
        levels = self._curves.get(role)
        return None if levels is None else (self._frequencies_hz, levels)

    def value_db(self, role: str, frequency_hz: float) -> float | None:
        """A curve at one frequency."""
        curve = self.curve(role)
        return None if curve is None else float(np.interp(np.log(frequency_hz), self._log_hz, curve[1]))

    @property
    def live_shift_db(self) -> float:
        """What brings the heard slot's own spectrum to the loudness at which the result is drawn."""
        return 0.0 if self.curve(RESULT) is None else self._live_shift_db

    def _make(self, report: MatchReport) -> None:
        live = self._models.live
        track_db, heard_db = map(live.window_spectra_db.get, (ORIGINAL, self._models.desk.state.heard))
        made_for = (report, live.tilt_db_per_octave, track_db, heard_db)
        if len(made_for) == len(self._made_for) and all(a is b for a, b in zip(made_for, self._made_for, strict=True)):
            return
        self._made_for = made_for
        self._make_curves(report.curves, track_db)
        self._live_shift_db = 0.0 if heard_db is None else -self._mean_distance_db(heard_db, self._curves[RESULT])

    def _make_curves(self, curves: MatchCurves, window_db: FloatArray | None) -> None:
        self._log_hz = _between(np.log(curves.frequencies_hz))
        self._frequencies_hz = np.exp(self._log_hz)
        tilt = self._models.live.tilt_db_per_octave - LEVEL_TILT_DB
        tilt_db = tilt * np.log2(self._frequencies_hz / PIVOT_HZ)
        levels = {
            role: _between(_floored(level_db)) + tilt_db
            for role, level_db in ((TRACK, curves.track_db), (TARGET, curves.reference_db), (RESULT, curves.result_db))
        }
        shift_db = self._shift_db(levels[TRACK], window_db)
        self._curves = {role: level_db + shift_db for role, level_db in levels.items()}
        self._curves[MATCH_GAIN] = _between(curves.gain_db)
        self._curves[MATCH_SIDE] = _between(curves.side_gain_db)

    def _shift_db(self, track_db: FloatArray, window_db: FloatArray | None) -> float:
        """The track's curve lies where its spectrum in the window is; before that is known, at a comfortable height."""
        if window_db is None:
            return FIRST_TOP_DB - float(track_db.max())
        return self._mean_distance_db(window_db, track_db)

    def _mean_distance_db(self, window_db: FloatArray, curve_db: FloatArray) -> float:
        """By how much a spectrum of the window lies above a curve in the mean, where both are more than nothing."""
        inside = (self._frequencies_hz > ALIGNED_HZ[0]) & (self._frequencies_hz < ALIGNED_HZ[1])
        spectrum_db = np.interp(self._log_hz, np.log(self._models.live.frequencies_hz), window_db)
        for level_db in (spectrum_db, curve_db):
            inside &= level_db > level_db.max() - DEPTH_DB / 2
        return float(np.mean(spectrum_db[inside] - curve_db[inside])) if inside.any() else 0.0


def _floored(level_db: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(level_db, level_db.max() - DEPTH_DB))


def _between(values: FloatArray) -> FloatArray:
    """A smooth line through values at equal distances (Catmull and Rom 1974)."""
    padded = np.concatenate([2 * values[:1] - values[1:2], values, 2 * values[-1:] - values[-2:-1]])
    share = np.arange(STEPS)[:, np.newaxis] / STEPS
    before, start, stop, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    line = start + 0.5 * share * (
        stop
        - before
        + share * (2 * before - 5 * start + 4 * stop - after + share * (3 * (start - stop) + after - before))
    )
    return np.append(line.T.ravel(), values[-1])
