"""What the deck lets worker processes do: estimate a slot, study its whole take, render it exactly."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit import limited_loudness
from masterdesk.engine.match import match_report
from masterdesk.engine.pipelines.blas import one_blas_thread
from masterdesk.engine.pipelines.deck_estimate import Estimate, estimated
from masterdesk.engine.pipelines.deck_job import DeskSource, KeptFiles, KnownDrive, SlotAnswer, SlotJob, Window
from masterdesk.engine.pipelines.deck_piece import samples_lufs
from masterdesk.engine.pipelines.spool import Spool
from masterdesk.engine.pipelines.take import Take
from masterdesk.engine.pipelines.targets import targets
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.plan import TonePlan

Samples = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.floating]

#: Seconds between two values of the equalizer's gain.
EQ_HOP_S = 0.1


@one_blas_thread
def estimate_slot(job: SlotJob, progress: Progress) -> SlotAnswer:
    """Render a slot's window as soon as can be: exactly if the drive is known or quickly found, else estimated."""
    with _take(job) as take:
        if job.kept is None:
            return _estimate_answer(job, take, estimated(take, job.window, progress), job.window)
        if job.known is None:
            take.aim(offset_lu=0.0, headroom_db=0.0, progress=progress)
        return _exact_answer(job, take, progress, is_exact=job.known is not None or take.is_settled)


@one_blas_thread
def piece_slot(job: SlotJob, piece: Window, progress: Progress) -> SlotAnswer:
    """Render a part of a slot's window with an estimated drive; loudness and samples are those of the part."""
    with _take(job) as take:
        return _estimate_answer(job, take, estimated(take, piece, progress, is_hasty=True), piece)


@one_blas_thread
def study_slot(job: SlotJob, files: KeptFiles, progress: Progress) -> SlotAnswer:
    """Process and study the whole take, keep what was learnt in `files`, and render the window exactly."""
    source = _desk(job.desk_path)
    spool = None if files.audio is None else Spool(source.channels, files.audio)
    with Take(source, job.settings, source.sample_rate, spool, job.match) as take:
        take.process_alone(progress.part("Mastering", 0.0, 0.85))
        _store(take.study, files.study)
        take.solve(progress.part("Mastering", 0.85, 0.95))
        return _exact_answer(job, take, progress.part("Mastering", 0.95, 1.0), is_exact=True)


@one_blas_thread
def exact_slot(job: SlotJob, progress: Progress) -> SlotAnswer:
    """Render a slot's window exactly, its study being known."""
    with _take(job) as take:
        take.solve(progress)
        return _exact_answer(job, take, progress, is_exact=True)


def store_desk(source: DeskSource, path: Path) -> None:
    """Write down for the workers what they need to know of a track."""
    _store(source, path)


def _take(job: SlotJob) -> Take:
    source = _desk(job.desk_path)
    take = Take(source, job.settings, source.sample_rate, match=job.match)
    if job.kept is not None:
        audio = job.kept.audio
        take.resume(_load(job.kept.study), None if audio is None else Spool.opened(source.channels, audio))
    if job.known is not None:
        take.drive, take.settled_lu = job.known.drive, job.known.settled_lu
    return take


def _exact_answer(job: SlotJob, take: Take, progress: Progress, is_exact: bool) -> SlotAnswer:
    window, drive = job.window, take.drive
    blocks, limiter = take.render_traced(window.start_frame, window.stop_frame)
    samples = _written(job, window, take, progress.follow(blocks, window.frames, lambda block: block.shape[1]))
    loudness = limited_loudness(take.study, drive.drive_db, drive.ceiling_dbtp, take.settled_lu)
    first = max(window.start_frame // GRID_FRAMES - 1, 0) * GRID_FRAMES
    trace = (1, np.zeros(0)) if limiter is None else (limiter.trace_frames, limiter.gain_reduction_db())
    known = KnownDrive(drive, take.settled_lu) if is_exact else None
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
    eq_frequencies, eq_gain = _eq(take.plan.tone, job.window, take.sample_rate)
    return SlotAnswer(
        is_exact=known is not None,
        drive_db=take.drive.drive_db,
        known=known,
        loudness=loudness,
        window_lufs=samples_lufs(samples, take.track.analysis.format),
        reduction_hop_frames=hop_frames,
        gain_reduction_db=_within(gains, hop_frames, first, job.window),
        eq_hop_frames=_eq_hop(take.sample_rate),
        eq_frequencies_hz=eq_frequencies,
        eq_gain_db=eq_gain,
        warnings=targets(take.settings, take.drive, loudness).warnings,
        match_report=None if job.match is None else match_report(take.track.analysis, job.match, take.plan),
    )


def _written(job: SlotJob, part: Window, take: Take, blocks: Iterable[Block]) -> Samples:
    """Interleave the blocks of a part of the track, and put them where the deck expects them."""
    samples = np.zeros((part.frames, take.track.channels), dtype=np.float32)
    at = 0
    for block in blocks:
        samples[at : at + block.shape[1]] = block.T
        at += block.shape[1]
    samples.tofile(job.samples_path)
    return samples


def _within(gains: FloatArray, hop_frames: int, first: int, window: Window) -> FloatArray:
    """Of a trace that begins at frame `first`, a value per hop of the window; 0 where there is none."""
    hops = -(-window.frames // hop_frames) if gains.size else 1
    at = (window.start_frame - first + np.arange(hops) * hop_frames + hop_frames // 2) // hop_frames
    known = (at >= 0) & (at < gains.size)
    within = np.zeros(hops, dtype=np.float32)
    within[known] = gains[at[known]]
    return within


def _eq_hop(sample_rate: int) -> int:
    return max(round(EQ_HOP_S * sample_rate), 1)


def _eq(tone: TonePlan | None, window: Window, sample_rate: int) -> tuple[FloatArray, FloatArray]:
    """Frequencies, and the equalizer's gain in dB over the window, (bands, points)."""
    hop = _eq_hop(sample_rate)
    middles_s = (window.start_frame + (np.arange(-(-window.frames // hop)) + 0.5) * hop) / sample_rate
    if tone is None:
        return np.zeros(0), np.zeros((0, middles_s.size))
    points_s = (np.arange(tone.gain_db.shape[1]) + 0.5) * tone.hop_s
    return tone.frequencies_hz, np.stack([np.interp(middles_s, points_s, row) for row in tone.gain_db])


@lru_cache(maxsize=2)
def _desk(path: Path) -> DeskSource:
    source: DeskSource = _load(path)
    return source


# Only this program's own processes write these files, into a folder that nobody else can enter.


def _store(content: Any, path: Path) -> None:
    with path.open("wb") as file:
        pickle.dump(content, file, protocol=5)


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)
