"""The plan of a match: moves that are corrected until the track, as forecast after all stages, is where it shall be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.match.bands import bands_plan, next_slopes
from masterdesk.engine.match.forecast import Forecast, Outlook
from masterdesk.engine.match.goal import section_gains_db, steps_db, tone_change_db, width_change_db
from masterdesk.engine.match.moves import Moves, above_dynamics, moves_of, plan_of
from masterdesk.engine.match.riding import loudness_spread_lu, next_ride_db
from masterdesk.engine.match.smooth import slope_limited
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.plan import DynamicsPlan, Plan
from masterdesk.engine.types.reference import MatchAmounts

FloatArray = npt.NDArray[np.float64]

#: Forecasts in a row, each followed by a correction.
ROUNDS = 7
#: Share of what is missing that a round makes up for.
STEP = 0.9
#: How far corrections, all together, may take a gain from the change that is wanted, in dB: where a filter cannot
#: reach its goal (neighboring notes in the bass), trying harder would only make it larger.
MAX_CORRECTION_DB = 5.0
#: The side's own gains may step so many times as far as those of tone: it is the smaller part of what is heard.
SIDE_STEPS = 2.0


@dataclass(frozen=True, eq=False)
class _Goal:
    """Where the forecast shall be: levels and ratios (bands,), spread of loudness (ranks,), punch of the bands."""

    level_db: FloatArray
    side_ratio_db: FloatArray
    spread_lu: FloatArray | None
    punch_db: FloatArray | None


def match_plan(analysis: Analysis, match: Match, amounts: MatchAmounts, under: Plan) -> Plan:
    """A plan that takes a track to a match, above the plan `under` of a profile, which may be at rest.

    Amounts say how far: 0 leaves the track as `under` makes it, 100 goes all the way to the reference.
    Without dynamics the tone is one curve for the whole track. The reference's loudness has no part in it: that is
    for the limiter to meet.
    """
    forecast = Forecast(analysis)
    if max(amounts.tone, amounts.dynamics, amounts.width) <= 0.0 or not forecast.levels.sounds.any():
        return under
    return _Search(forecast, match, amounts, under).plan()


class _Search:
    def __init__(self, forecast: Forecast, match: Match, amounts: MatchAmounts, under: Plan) -> None:
        self._forecast, self._match = forecast, match
        self._tone, self._dynamics, self._width = amounts.tone / 100.0, amounts.dynamics / 100.0, amounts.width / 100.0
        levels = forecast.levels
        self._under = moves_of(under, levels.frequencies_hz, levels.sounds.size)
        self._steps = steps_db(levels.frequencies_hz)
        self._slopes = np.zeros(len(match.dynamics.punch_db))
        self._tone_change = tone_change_db(levels, match)
        self._width_change = width_change_db(levels, match)

    def plan(self) -> Plan:
        nothing = moves_of(Plan(), self._forecast.levels.frequencies_hz, self._forecast.levels.sounds.size)
        before, under = self._forecast.look(nothing), self._forecast.look(self._under)
        goal = self._goal(before, under)
        first = moves = self._first()
        for _ in range(ROUNDS):
            moves = self._corrected(moves, first, self._forecast.look(moves), goal)
        return plan_of(moves, self._forecast.levels.frequencies_hz)

    def _goal(self, before: Outlook, under: Outlook) -> _Goal:
        tone, dynamics, width = self._tone, self._dynamics, self._width
        wanted = self._match.dynamics
        level_db = before.level_db + (1.0 - tone) * (under.level_db - before.level_db) + tone * self._tone_change
        from_under = (1.0 - width) * (under.side_ratio_db - before.side_ratio_db)
        spread_lu = None
        if dynamics > 0.0 and wanted.range_lu is not None:
            own_lu = loudness_spread_lu(under.loudness, self._forecast.levels.sounds)
            spread_lu = own_lu + dynamics * (wanted.loudness_lu - own_lu)
        return _Goal(
            level_db,
            before.side_ratio_db + from_under + width * self._width_change,
            spread_lu,
            under.punch_db + dynamics * (wanted.punch_db - under.punch_db) if dynamics > 0.0 else None,
        )

    def _first(self) -> Moves:
        levels, under = self._forecast.levels, self._under
        sections = section_gains_db(levels, self._match.tone) if self._tone > 0.0 else under.section_db
        return Moves(
            static_db=(1.0 - self._tone) * under.static_db + self._tone * self._tone_change,
            section_db=(1.0 - self._tone) * under.section_db + self._tone * self._dynamics * sections,
            ride_db=under.ride_db,
            side_db=(1.0 - self._width) * under.side_db + self._width * self._width_change,
            dynamics=self._under.dynamics,
        )

    def _corrected(self, moves: Moves, first: Moves, seen: Outlook, goal: _Goal) -> Moves:
        missing = goal.level_db - seen.level_db
        missing -= np.average(missing, weights=seen.mid + seen.side)
        off = goal.side_ratio_db - seen.side_ratio_db if self._forecast.levels.has_side else np.zeros(missing.size)
        return replace(
            moves,
            static_db=slope_limited(_near(first.static_db, moves.static_db + STEP * missing), self._steps),
            side_db=slope_limited(_near(first.side_db, moves.side_db + STEP * off), SIDE_STEPS * self._steps),
            ride_db=self._ridden(moves, seen, goal),
            dynamics=self._pressed(seen, goal),
        )

    def _ridden(self, moves: Moves, seen: Outlook, goal: _Goal) -> FloatArray:
        if goal.spread_lu is None:
            return moves.ride_db
        return next_ride_db(moves.ride_db, seen.loudness, self._forecast.levels.sounds, goal.spread_lu)

    def _pressed(self, seen: Outlook, goal: _Goal) -> DynamicsPlan | None:
        if goal.punch_db is None:
            return self._under.dynamics
        self._slopes = next_slopes(self._slopes, seen.punch_db, goal.punch_db)
        return above_dynamics(self._under.dynamics, bands_plan(self._slopes, seen.held_db), self._dynamics)


def _near(wanted_db: FloatArray, gain_db: FloatArray) -> FloatArray:
    return np.clip(gain_db, wanted_db - MAX_CORRECTION_DB, wanted_db + MAX_CORRECTION_DB)
