"""A slot's window before the whole track is known: processed for itself, its drive estimated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import integrated_lufs, loudness_range_lu
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, chain, cut, frames_in, rechunked
from masterdesk.engine.limit import (
    CONTEXT_FRAMES,
    PREROLL_SECONDS,
    AudioReader,
    Drive,
    Limiter,
    LimiterStudy,
    Study,
    StudyPart,
)
from masterdesk.engine.pipelines.desk.outlook import Outlook, outlook
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.pipelines.takes.spool import Spool
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Loudness

#: All the pre-roll, in seconds, where only the next seconds are wanted, and at once.
HASTY_PREROLL_S = 0.65
#: What is processed behind the window for the limiter to look ahead into, in frames.
TAIL_FRAMES = 8192


@dataclass(frozen=True, eq=False)
class Estimate:
    """The window's blocks, (channels, frames) each, and what is thought of the whole master.

    `trace` is the limiter's gain: frames per value, and values from `first_frame` of the track on. `studied` is
    a part of the study of the whole take.
    """

    blocks: list[Block]
    drive: Drive
    loudness: Loudness
    trace: tuple[int, npt.NDArray[np.floating]]
    first_frame: int
    studied: tuple[Window, StudyPart] | None


def estimated(take: Take, window: Window, spool: Spool | None, progress: Progress) -> Estimate:
    """Process the window, and limit it with the drive that the whole track is likely to get.

    What was learnt of whole chunks on the way is a part of the take's study, their audio kept in `spool`.
    """
    first, stop = _around(take, window, PREROLL_SECONDS)
    recorder, stream = take.begin_study(first, stop, is_passing=False)
    chunks = []
    for chunk in progress.follow(stream, stop - first, frames_in):
        recorder.push(chunk)
        chunks.append(chunk)
    study = recorder.finish(_reader(chunks))
    whole = len(chunks) if stop == take.frames else (stop - CONTEXT_FRAMES - first) // GRID_FRAMES
    if spool is not None:
        for chunk in chunks[:whole]:
            spool.keep(chunk)
    studied = Window(first, min(whole * GRID_FRAMES, stop - first))
    return _estimate(take, window, study, chunks, first, (studied, recorder.part(whole)))


def hastily_estimated(take: Take, window: Window, progress: Progress) -> Estimate:
    """`estimated` for a few seconds, begun so shortly before that they are nearly the same, and sooner there."""
    first, stop = _around(take, window, HASTY_PREROLL_S)
    chunks = list(rechunked(take.excerpt(first, stop)))
    recorder = LimiterStudy(take.sample_rate, take.track.channels)
    for chunk in progress.follow(chunks, stop - first, frames_in):
        recorder.push(chunk)
    return _estimate(take, window, recorder.finish(_reader(chunks)), chunks, first, None)


def _around(take: Take, window: Window, before_s: float) -> tuple[int, int]:
    """First frame, on the grid, and last of what is processed for a window."""
    first = max(window.start_frame - round(before_s * take.sample_rate), 0) // GRID_FRAMES * GRID_FRAMES
    return first, min(window.stop_frame + TAIL_FRAMES, take.frames)


def estimate_start(take: Take, window: Window) -> int:
    """The frame at which the chunks begin that `estimated` keeps."""
    return _around(take, window, PREROLL_SECONDS)[0]


def _reader(chunks: list[Block]) -> AudioReader:
    return lambda start, stop: chunks[start // GRID_FRAMES : -(-stop // GRID_FRAMES)]


def _estimate(
    take: Take, window: Window, study: Study, chunks: list[Block], first: int, studied: tuple[Window, StudyPart] | None
) -> Estimate:
    whole, drive = outlook(take, Window(first, study.frames), study)
    limiter = Limiter(take.sample_rate, take.track.channels, drive.drive_db, drive.ceiling_dbtp, study)
    limited = list(cut(chain([limiter], iter(chunks)), first, window.start_frame, window.stop_frame))
    loudness, trace = _loudness(whole, drive), (limiter.trace_frames, limiter.gain_reduction_db())
    return Estimate(limited, drive, loudness, trace, first, studied)


def _loudness(whole: Outlook, drive: Drive) -> Loudness:
    powers = whole.outcome(drive.drive_db, drive.ceiling_dbtp).hop_powers
    return Loudness(integrated_lufs(powers), loudness_range_lu(powers), None, None, _peak_dbtp(whole, drive), None)


def _peak_dbtp(whole: Outlook, drive: Drive) -> float | None:
    highest_dbtp = float(whole.peaks_dbtp.max(initial=-np.inf)) + drive.drive_db
    return min(highest_dbtp, drive.ceiling_dbtp) if np.isfinite(highest_dbtp) else None
