"""A slot's window before the whole track is known: processed for itself, its drive estimated."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND, integrated_lufs, loudness_range_lu
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, chain
from masterdesk.engine.limit import Drive, Limiter, LimiterStudy, Study, plain_lufs, solve_drive
from masterdesk.engine.pipelines.deck_job import Window
from masterdesk.engine.pipelines.take import Take, cut
from masterdesk.engine.plan import planned_power_per_hop
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.plan import Plan

#: The longest pre-roll of an estimate, in seconds; slower releases have then come near enough.
PREROLL_S = 1.5
#: What is processed behind the window for the limiter to look ahead into, in frames.
TAIL_FRAMES = 8192


@dataclass(frozen=True, eq=False)
class Estimate:
    """The window's blocks, (channels, frames) each, and what is thought of the whole master.

    `trace` is the limiter's gain: frames per value, and values from `first_frame` of the track on.
    """

    blocks: list[Block]
    drive: Drive
    loudness: Loudness
    trace: tuple[int, npt.NDArray[np.floating]]
    first_frame: int


def estimated(take: Take, window: Window, progress: Progress) -> Estimate:
    """Process the window with a short pre-roll, and limit it with the drive that the whole track is likely to get."""
    first = max(window.start_frame // GRID_FRAMES - 1, 0) * GRID_FRAMES
    stop = min(window.stop_frame + TAIL_FRAMES, take.frames)
    excerpt = take.excerpt(first, stop, round(PREROLL_S * take.sample_rate))
    blocks = list(progress.follow(excerpt, stop - first, lambda block: block.shape[1]))
    study = _study(take, blocks)
    outlook = _outlook(take, Window(first, stop - first), study)
    drive = _drive(take, study, outlook)
    limiter = Limiter(take.sample_rate, take.track.channels, drive.drive_db, drive.ceiling_dbtp, study)
    limited = list(cut(chain([limiter], iter(blocks)), first, window.start_frame, window.stop_frame))
    loudness = _loudness(take, outlook, drive)
    return Estimate(limited, drive, loudness, (limiter.trace_frames, limiter.gain_reduction_db()), first)


def _study(take: Take, blocks: list[Block]) -> Study:
    study = LimiterStudy(take.sample_rate, take.track.channels)
    for block in blocks:
        study.push(block)
    return study.finish()


@dataclass(frozen=True)
class _Outlook:
    """Before the limiter: loudness and range of the whole track, and by how much the excerpt is louder than it."""

    whole_lufs: float | None
    range_lu: float | None
    excerpt_over_lu: float | None


def _outlook(take: Take, excerpt: Window, study: Study) -> _Outlook:
    timeline = take.track.analysis.timeline
    planned = planned_power_per_hop(timeline, take.plan)
    hop = take.sample_rate / HOPS_PER_SECOND
    part = planned[round(excerpt.start_frame / hop) : round(excerpt.stop_frame / hop)]
    whole, inside, measured = integrated_lufs(planned), integrated_lufs(part), plain_lufs(study)
    range_lu = loudness_range_lu(planned)
    if whole is not None and inside is not None and measured is not None:
        return _Outlook(measured - inside + whole, range_lu, inside - whole)
    # Nothing to be heard in the window: what the plan changes must do.
    before, original = (
        take.track.analysis.loudness.integrated_lufs,
        integrated_lufs(planned_power_per_hop(timeline, Plan())),
    )
    if whole is None or before is None or original is None:
        return _Outlook(None, range_lu, None)
    return _Outlook(before + whole - original, range_lu, None)


def _drive(take: Take, study: Study, outlook: _Outlook) -> Drive:
    """What the limiter costs the window, it is taken to cost the whole."""
    target, ceiling_dbtp = take.settings.loudness_lufs, take.settings.ceiling_dbtp
    if target is None or outlook.whole_lufs is None:
        return solve_drive(study, None, ceiling_dbtp)
    if outlook.excerpt_over_lu is None:
        return replace(solve_drive(study, None, ceiling_dbtp), drive_db=target - outlook.whole_lufs)
    return solve_drive(study, target + outlook.excerpt_over_lu, ceiling_dbtp)


def _loudness(take: Take, outlook: _Outlook, drive: Drive) -> Loudness:
    target, whole, original = take.settings.loudness_lufs, outlook.whole_lufs, take.track.analysis.loudness
    reached = whole
    if target is not None and whole is not None:
        reached = target
        if drive.limited and drive.predicted_lufs is not None and outlook.excerpt_over_lu is not None:
            reached = drive.predicted_lufs - outlook.excerpt_over_lu
    return Loudness(reached, outlook.range_lu, None, None, _peak_dbtp(take, original, whole, drive), None)


def _peak_dbtp(take: Take, original: Loudness, whole_lufs: float | None, drive: Drive) -> float | None:
    """Peaks are taken to move with the loudness, up to the ceiling."""
    if original.true_peak_dbtp is None or original.integrated_lufs is None or whole_lufs is None:
        return None
    peak_dbtp = original.true_peak_dbtp + whole_lufs - original.integrated_lufs + drive.drive_db
    return min(peak_dbtp, take.settings.ceiling_dbtp)
