"""What a plan does, in the terms in which a match is found: parts that are corrected one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.match.levels import POINT_S
from masterdesk.engine.types.plan import BandDynamicsPlan, DynamicsPlan, Plan, TonePlan, WidthPlan

FloatArray = npt.NDArray[np.float64]

#: A part that moves less than this anywhere is left out, in dB.
NOTHING_DB = 0.02


@dataclass(frozen=True, eq=False)
class Moves:
    """Gains in dB: `static_db` (bands,) all the time, `section_db` (bands, points) around it, `ride_db` (points,) of
    everything; `side_db` (bands,) of the side beside that; and the dynamics of bands.
    """

    static_db: FloatArray
    section_db: FloatArray
    ride_db: FloatArray
    side_db: FloatArray
    dynamics: DynamicsPlan | None

    @property
    def moving_db(self) -> FloatArray:
        """Gains at points beside the static ones, (bands, points)."""
        return self.section_db + self.ride_db


def moves_of(plan: Plan, frequencies_hz: FloatArray, points: int) -> Moves:
    """A plan's moves; its gains over time are taken apart into their mean and what is around it."""
    bands = frequencies_hz.size
    gain_db = np.zeros((bands, points)) if plan.tone is None else _at_points(plan.tone, frequencies_hz, points)
    static_db = gain_db.mean(axis=1)
    side_db = np.zeros(bands)
    if plan.width is not None:
        side_db = np.interp(np.log2(frequencies_hz), np.log2(plan.width.frequencies_hz), plan.width.side_gain_db)
    return Moves(static_db, gain_db - static_db[:, np.newaxis], np.zeros(points), side_db, plan.dynamics)


def plan_of(moves: Moves, frequencies_hz: FloatArray) -> Plan:
    """The plan that makes these moves; parts that do next to nothing are left out."""
    gain_db = moves.static_db[:, np.newaxis] + moves.moving_db
    return Plan(
        tone=TonePlan(POINT_S, frequencies_hz, gain_db) if np.abs(gain_db).max() > NOTHING_DB else None,
        width=WidthPlan(frequencies_hz, moves.side_db) if np.abs(moves.side_db).max() > NOTHING_DB else None,
        dynamics=moves.dynamics,
    )


def above_dynamics(under: DynamicsPlan | None, own: DynamicsPlan | None, share: float) -> DynamicsPlan | None:
    """The dynamics `own` on top of what is left of those `under` it: `share` (0 to 1) of these is taken away."""
    if under is None or share >= 1.0:
        return own
    if own is None:
        return DynamicsPlan(under.crossovers_hz, tuple(_scaled(band, 1.0 - share) for band in under.bands))
    pairs = zip(under.bands, own.bands, strict=True)
    return DynamicsPlan(own.crossovers_hz, tuple(_added(_scaled(a, 1.0 - share), b, share) for a, b in pairs))


def _at_points(tone: TonePlan, frequencies_hz: FloatArray, points: int) -> FloatArray:
    own = (np.arange(tone.gain_db.shape[1]) + 0.5) * tone.hop_s
    wanted = (np.arange(points) + 0.5) * POINT_S
    over_time = np.stack([np.interp(wanted, own, row) for row in tone.gain_db])
    at, centers = np.log2(frequencies_hz), np.log2(tone.frequencies_hz)
    return np.stack([np.interp(at, centers, column) for column in over_time.T], axis=1)


def _scaled(band: BandDynamicsPlan, share: float) -> BandDynamicsPlan:
    return replace(band, gain_db=share * band.gain_db)


def _added(under: BandDynamicsPlan, own: BandDynamicsPlan, share: float) -> BandDynamicsPlan:
    return BandDynamicsPlan(
        own.level_db,
        own.gain_db + np.interp(own.level_db, under.level_db, under.gain_db),
        (1.0 - share) * under.smoothing_ms + share * own.smoothing_ms,
        (1.0 - share) * under.release_db_per_s + share * own.release_db_per_s,
    )
