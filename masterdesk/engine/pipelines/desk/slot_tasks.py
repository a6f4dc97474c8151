"""What the deck lets worker processes do: estimate a slot, study its whole take, render it exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, frames_in
from masterdesk.engine.errors import cut_short
from masterdesk.engine.match import MatchReport, match_report
from masterdesk.engine.pipelines.desk.estimate import Estimate, estimate_start, estimated, hastily_estimated
from masterdesk.engine.pipelines.desk.gain_traces import eq_hop_frames, eq_within, reduction_within
from masterdesk.engine.pipelines.desk.slot_job import KnownDrive, SlotAnswer, SlotJob
from masterdesk.engine.pipelines.desk.window_loudness import samples_lufs
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.processes.pickled import store, taken
from masterdesk.engine.pipelines.takes.job import KeptFiles, opened_take, part_spool
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.pipelines.takes.spool import Spool
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.pipelines.targets import targets
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.match import Match

Samples = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.floating]


@one_blas_thread
def estimate_slot(job: SlotJob, files: KeptFiles, progress: Progress) -> SlotAnswer:
    """Render a slot's window as soon as can be: exactly if the drive is known or quickly found, else estimated.

    What an estimate learns of the whole take is left in `files`, as `study_part` does.
    """
    with _take(job) as take:
        if job.kept is None:
            return _estimate_slot(job, take, files, progress)
        if job.known is None:
            take.aim(offset_lu=0.0, headroom_db=0.0, progress=progress)
        return _exact_answer(job, take, progress, is_exact=job.known is not None or take.is_settled)


@one_blas_thread
def piece_slot(job: SlotJob, piece: Window, progress: Progress) -> SlotAnswer:
    """Render a part of a slot's window with an estimated drive; loudness and samples are those of the part."""
    with _take(job) as take:
        return _estimate_answer(job, take, hastily_estimated(take, piece, progress), piece)


@one_blas_thread
def study_slot(job: SlotJob, files: KeptFiles, parts: Sequence[Window], progress: Progress) -> SlotAnswer:
    """Join what was learnt of all parts of the take, keep it in `files`, and render the window exactly."""
    with _take(job) as take:
        found = [taken(files.part(part.start_frame)) for part in parts]
        take.join(found, None if files.audio is None else Spool.opened(take.track.channels, files.audio))
        take.solve(progress.part("Mastering", 0.0, 0.7))
        store(take.study, files.study)
        return _exact_answer(job, take, progress.part("Mastering", 0.7, 1.0), is_exact=True)


@one_blas_thread
def exact_slot(job: SlotJob, progress: Progress) -> SlotAnswer:
    """Render a slot's window exactly, its study being known."""
    with _take(job) as take:
        take.solve(progress, job.aimed)
        return _exact_answer(job, take, progress, is_exact=True)


def _take(job: SlotJob) -> Take:
    take = opened_take(job)
    if job.known is not None:
        take.drive, take.settled_lu = job.known.drive, job.known.settled_lu
    return take


def _estimate_slot(job: SlotJob, take: Take, files: KeptFiles, progress: Progress) -> SlotAnswer:
    with part_spool(take, files, estimate_start(take, job.window)) as spool:
        estimate = estimated(take, job.window, spool, progress)
    studied, part = estimate.studied or (None, None)
    if studied is not None:
        store(part, files.part(studied.start_frame))
    return replace(_estimate_answer(job, take, estimate, job.window), studied=studied)


def _exact_answer(job: SlotJob, take: Take, progress: Progress, is_exact: bool) -> SlotAnswer:
    window = job.window
    blocks, limiter = take.render_traced(window.start_frame, window.stop_frame)
    samples = _written(job, window, take, progress.follow(blocks, window.frames, frames_in))
    loudness = take.loudness()
    first = max(window.start_frame // GRID_FRAMES - 1, 0) * GRID_FRAMES
    trace = (1, np.zeros(0)) if limiter is None else (limiter.trace_frames, limiter.gain_reduction_db())
    known = KnownDrive(take.drive, take.settled_lu) if is_exact else None
    return _answer(job, take, samples, known, loudness, trace, first)


def _estimate_answer(job: SlotJob, take: Take, estimate: Estimate, part: Window) -> SlotAnswer:
    take.drive = estimate.drive
    samples = _written(job, part, take, estimate.blocks)
    return _answer(job, take, samples, None, estimate.loudness, estimate.trace, estimate.first_frame)


def _answer(
    job: SlotJob,
    take: Take,
    samples: Samples,
    known: KnownDrive | None,
    loudness: Loudness,
    trace: tuple[int, FloatArray],
    first: int,
) -> SlotAnswer:
    hop_frames, gains = trace
    eq_frequencies, eq_gain = eq_within(take.plan.tone, job.window, take.sample_rate)
    return SlotAnswer(
        aims=take.aims,
        aimed=take.drive,
        drive_db=take.drive.drive_db,
        known=known,
        loudness=loudness,
        window_lufs=samples_lufs(samples, take.track.analysis.format),
        reduction_hop_frames=hop_frames,
        gain_reduction_db=reduction_within(gains, hop_frames, first, job.window),
        eq_hop_frames=eq_hop_frames(take.sample_rate),
        eq_frequencies_hz=eq_frequencies,
        eq_gain_db=eq_gain,
        warnings=targets(take.settings, take.drive, loudness).warnings,
        match_report=None if job.match is None else _moved(job.match, take, None if known is None else loudness),
    )


def _moved(match: Match, take: Take, exact: Loudness | None) -> MatchReport:
    # An estimated range is right to some tenths only, which would be told as if the plan had moved them.
    return match_report(take.track.analysis, match, take.plan, None if exact is None else exact.range_lu)


def _written(job: SlotJob, part: Window, take: Take, blocks: Iterable[Block]) -> Samples:
    """Interleave the blocks of a part of the track, and put them where the deck expects them."""
    samples = np.zeros((part.frames, take.track.channels), dtype=np.float32)
    at = 0
    for block in blocks:
        samples[at : at + block.shape[1]] = block.T
        at += block.shape[1]
    if at != part.frames:
        raise cut_short()
    samples.tofile(job.samples_path)
    return samples
