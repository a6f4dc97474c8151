"""What a plan does to a track, in numbers to draw and in plain words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.match.forecast import Forecast
from masterdesk.engine.match.levels import NOTHING, level_db, power_of
from masterdesk.engine.match.moves import moves_of
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.plan import Plan

FloatArray = npt.NDArray[np.float64]

#: Regions in which a change of width is told.
WIDTH_BANDS = (("low", 20.0, 200.0), ("mid", 200.0, 4000.0), ("high", 4000.0, 20000.0))
#: Least changes that are told, in dB, LU and percent, and how many frequencies are named.
TOLD_DB, TOLD_LU, TOLD_PERCENT = 0.5, 0.3, 5.0
TOLD_FREQUENCIES = 4
#: Nominal frequencies of the third octaves of a decade (ISO 266).
NOMINAL = (1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0, 10.0)
#: Peaks of the curve that are named lie in what is heard and so many thirds apart.
HEARD_HZ = (35.0, 17000.0)
APART_THIRDS = 4


@dataclass(frozen=True, eq=False)
class MatchCurves:
    """Curves over third octaves, in dB, (bands,) each: the track, the reference and the result at equal loudness;
    what the plan adds, `gain_db`; and the side's own gain, `side_gain_db`.
    """

    frequencies_hz: FloatArray
    track_db: FloatArray
    reference_db: FloatArray
    result_db: FloatArray
    gain_db: FloatArray
    side_gain_db: FloatArray


@dataclass(frozen=True, eq=False)
class MatchReport:
    """What a plan moved: sentences for people, and the figures behind them.

    `width_percent` is by how much the side grows against the mid, per region of `WIDTH_BANDS`;
    `range_lu` and `punch_db` (bands) are changes. All is told as it is before the limiter, but the range where that of
    the master is known.
    """

    lines: tuple[str, ...]
    curves: MatchCurves
    width_percent: tuple[float, ...]
    range_lu: float
    punch_db: tuple[float, ...]


def match_report(analysis: Analysis, match: Match, plan: Plan, master_range_lu: float | None = None) -> MatchReport:
    """Tell what `plan` does to the track of `analysis`, beside the `match` it was made for. Nothing is rendered.

    `master_range_lu` is the loudness range after the limiter, where that is known.
    """
    forecast = Forecast(analysis)
    levels = forecast.levels
    points = levels.sounds.size
    before = forecast.look(moves_of(Plan(), levels.frequencies_hz, points))
    after = forecast.look(moves_of(plan, levels.frequencies_hz, points))
    louder = float(level_db(np.array(after.loudness.mean())) - level_db(np.array(before.loudness.mean())))
    gain_db = after.level_db - before.level_db - louder
    reference_db = _as_loud(match.tone.level_db, before.level_db, levels.frequencies_hz)
    side_db = after.side_ratio_db - before.side_ratio_db
    width = tuple(_width_percent(before.mid, before.side, after.mid, after.side, levels.frequencies_hz))
    range_lu = after.range_lu - before.range_lu
    if master_range_lu is not None and analysis.loudness.range_lu is not None:
        range_lu = master_range_lu - analysis.loudness.range_lu
    return MatchReport(
        lines=(
            *_tone_lines(gain_db, before.level_db, levels.frequencies_hz),
            *_width_lines(width),
            *_range_lines(range_lu),
        )
        or ("tone, width and range stay as they are",),
        curves=MatchCurves(
            levels.frequencies_hz, before.level_db, reference_db, before.level_db + gain_db, gain_db, side_db
        ),
        width_percent=width,
        range_lu=range_lu,
        punch_db=tuple(float(change) for change in after.punch_db - before.punch_db),
    )


def frequency_text(frequency_hz: float) -> str:
    """A third octave by its nominal frequency: `80 Hz`, `3.15 kHz`, `12.5 kHz`."""
    decade = 10.0 ** np.floor(np.log10(frequency_hz))
    nominal = decade * min(NOMINAL, key=lambda figure: abs(np.log(figure * decade / frequency_hz)))
    return f"{nominal:g} Hz" if nominal < 1000.0 else f"{nominal / 1000.0:g} kHz"


def _as_loud(level: FloatArray, other: FloatArray, frequencies_hz: FloatArray) -> FloatArray:
    """Levels moved to where they are as loud as those of another curve."""
    weights = k_weights(frequencies_hz)
    own, wanted = (level_db(np.array(weights @ power_of(curve))) for curve in (level, other))
    return np.asarray(level + float(wanted - own))


def _tone_lines(gain_db: FloatArray, level: FloatArray, frequencies_hz: FloatArray) -> list[str]:
    """The largest changes of tone, low frequencies first."""
    heard = (frequencies_hz > HEARD_HZ[0]) & (frequencies_hz < HEARD_HZ[1]) & (level > level.max() - 70.0)
    left = np.where(heard, np.abs(gain_db), 0.0)
    found: list[int] = []
    while len(found) < TOLD_FREQUENCIES and left.max() >= TOLD_DB:
        band = int(np.argmax(left))
        found.append(band)
        left[max(band - APART_THIRDS + 1, 0) : band + APART_THIRDS] = 0.0
    return [f"{gain_db[band]:+.1f} dB at {frequency_text(frequencies_hz[band])}" for band in sorted(found)]


def _width_percent(
    mid_before: FloatArray, side_before: FloatArray, mid: FloatArray, side: FloatArray, frequencies_hz: FloatArray
) -> list[float]:
    """By how much the side grew against the mid. A change of tone alone is none: every band counts as before."""
    side, mid = side * mid_before / np.maximum(mid, NOTHING), mid_before
    changes = []
    for _, low, high in WIDTH_BANDS:
        inside = (frequencies_hz >= low) & (frequencies_hz < high)
        powers = [float(power[inside].sum()) for power in (mid_before, side_before, mid, side)]
        if min(powers) <= 1e-14 or powers[1] < 1e-6 * powers[0]:
            changes.append(0.0)
            continue
        before, after = np.sqrt(powers[1] / powers[0]), np.sqrt(powers[3] / powers[2])
        changes.append(100.0 * float(after / before - 1.0))
    return changes


def _width_lines(percent: tuple[float, ...]) -> list[str]:
    names = (name for name, _, _ in WIDTH_BANDS)
    return [
        f"{name} width {change:+.0f} %"
        for name, change in zip(names, percent, strict=True)
        if abs(change) >= TOLD_PERCENT
    ]


def _range_lines(range_lu: float) -> list[str]:
    if abs(range_lu) < TOLD_LU:
        return []
    return [f"{abs(range_lu):.1f} dB {'more' if range_lu > 0.0 else 'less'} range"]
