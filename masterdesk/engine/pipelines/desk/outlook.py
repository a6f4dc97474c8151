"""What the limiter will make of a whole track, judged from its analysis, its plan and a processed excerpt of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import (
    HOPS_PER_SECOND,
    MOMENTARY_HOPS,
    SHORT_TERM_HOPS,
    integrated_lufs,
    sliding_mean,
)
from masterdesk.engine.limit import Drive, Outcome, Study, find_drive, plain_lufs, predict
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.plan import planned_power_per_hop
from masterdesk.engine.types.plan import Plan

#: Loss of loudness per decibel by which a passage's highest peak would pass the ceiling, where nothing is known ...
COMMON_LOSS = 0.15
#: ... and how much that counts beside what the excerpt tells, in hops that pass it by 1 dB.
COMMON_WEIGHT = 10.0
#: Where less than this is limited, in dB, the common loss will do; elsewhere it is tried so often.
WORTH_TRYING_DB = 1.0
MAX_TRIALS = 2
#: Stands for a ceiling that nothing reaches, in dBTP.
_NO_CEILING_DBTP = 200.0


@dataclass(frozen=True, eq=False)
class Outlook:
    """K-weighted power and true peak (dBTP) of every 100 ms of the track as it will come to the limiter.

    `loss` is by how many dB the power falls per dB by which the peak would pass the ceiling.
    """

    powers: npt.NDArray[np.floating]
    peaks_dbtp: npt.NDArray[np.floating]
    loss: float = COMMON_LOSS

    @property
    def lufs(self) -> float | None:
        """Integrated loudness before the limiter."""
        return integrated_lufs(self.powers)

    def outcome(self, drive_db: float, ceiling_dbtp: float) -> Outcome:
        """What a drive will lead to, about."""
        over_db = np.maximum(self.peaks_dbtp + drive_db - ceiling_dbtp, 0.0)
        lost_db = self.loss * over_db
        powers = self.powers * 10.0 ** ((drive_db - lost_db) / 10.0)
        highest = float(over_db.max(initial=0.0))
        means = [float(sliding_mean(lost_db, hops).max(initial=0.0)) for hops in (SHORT_TERM_HOPS, MOMENTARY_HOPS)]
        return Outcome(integrated_lufs(powers), powers, highest, *means)


def outlook(take: Take, excerpt: Window, study: Study) -> tuple[Outlook, Drive]:
    """The outlook for a take of which `excerpt` was processed and studied, and the drive that follows from it."""
    hop = take.sample_rate / HOPS_PER_SECOND
    inside = slice(round(excerpt.start_frame / hop), round(excerpt.stop_frame / hop))
    whole = _leveled(take, inside, study)
    drive = _drive(take, whole)
    for _ in range(MAX_TRIALS):
        if drive.predicted_max_reduction_db > -WORTH_TRYING_DB:
            break
        whole = replace(whole, loss=_loss(whole, inside, study, drive))
        drive = _drive(take, whole)
    return whole, drive


def _drive(take: Take, whole: Outlook) -> Drive:
    target, ceiling_dbtp = take.settings.loudness_lufs, take.settings.ceiling_dbtp
    return find_drive(whole.outcome, whole.lufs, target, ceiling_dbtp, take.wanted_peak_dbtp)


def _leveled(take: Take, inside: slice, study: Study) -> Outlook:
    """Powers at the level that was measured in the excerpt, or where it is silent, as far as the plan tells."""
    timeline, measured = take.track.analysis.timeline, plain_lufs(study)
    planned, original = (planned_power_per_hop(timeline, plan) for plan in (take.plan, Plan()))
    level, reference = integrated_lufs(planned[inside]), measured
    if level is None or measured is None:
        level, reference = integrated_lufs(original), take.track.analysis.loudness.integrated_lufs
    shift_lu = 0.0 if level is None or reference is None else reference - level
    with np.errstate(divide="ignore", invalid="ignore"):
        change_db = 10.0 * np.log10(planned / original)
    hops = min(planned.size, timeline.true_peak_dbtp.size)
    peaks_dbtp = timeline.true_peak_dbtp[:hops] + np.nan_to_num(change_db[:hops])
    return Outlook(planned[:hops] * 10.0 ** (shift_lu / 10.0), peaks_dbtp)


def _loss(whole: Outlook, inside: slice, study: Study, drive: Drive) -> float:
    """The loss per dB that the excerpt has at a drive."""
    drive_db, ceiling_dbtp = drive.drive_db, drive.ceiling_dbtp
    before = predict(study, drive_db, _NO_CEILING_DBTP).hop_powers
    after = predict(study, drive_db, ceiling_dbtp).hop_powers
    over_db = np.maximum(whole.peaks_dbtp[inside] + drive_db - ceiling_dbtp, 0.0)
    hops = min(before.size, over_db.size)
    before, after, over_db = before[:hops], after[:hops], over_db[:hops]
    lost_db = 10.0 * np.log10((before + 1e-12) / (after + 1e-12))
    weight = before / max(float(before.max(initial=0.0)), 1e-12)
    told = float((weight * over_db * lost_db).sum()) + COMMON_WEIGHT * COMMON_LOSS
    return told / (float((weight * over_db * over_db).sum()) + COMMON_WEIGHT)
