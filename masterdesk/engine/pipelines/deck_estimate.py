"""A slot's window before the whole track is known: processed for itself, its drive estimated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import integrated_lufs, loudness_range_lu
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, chain, rechunked
from masterdesk.engine.limit import PREROLL_SECONDS, Drive, Limiter, LimiterStudy, Study
from masterdesk.engine.pipelines.deck_job import Window
from masterdesk.engine.pipelines.deck_outlook import Outlook, outlook
from masterdesk.engine.pipelines.take import Take, cut
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Loudness

#: The longest pre-roll of an estimate, in seconds; slower releases have then come near enough.
PREROLL_S = 1.0
#: All the pre-roll, in seconds, where only the next seconds are wanted, and at once.
HASTY_PREROLL_S = 0.65
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


def estimated(take: Take, window: Window, progress: Progress, is_hasty: bool = False) -> Estimate:
    """Process the window with a short pre-roll, and limit it with the drive that the whole track is likely to get."""
    before = round((HASTY_PREROLL_S if is_hasty else PREROLL_SECONDS) * take.sample_rate)
    first = max(window.start_frame - before, 0) // GRID_FRAMES * GRID_FRAMES
    stop = min(window.stop_frame + TAIL_FRAMES, take.frames)
    excerpt = take.excerpt(first, stop, 0 if is_hasty else round(PREROLL_S * take.sample_rate))
    blocks = list(progress.follow(excerpt, stop - first, lambda block: block.shape[1]))
    study = _study(take, blocks)
    whole, drive = outlook(take, Window(first, stop - first), study)
    limiter = Limiter(take.sample_rate, take.track.channels, drive.drive_db, drive.ceiling_dbtp, study)
    limited = list(cut(chain([limiter], iter(blocks)), first, window.start_frame, window.stop_frame))
    loudness = _loudness(whole, drive)
    return Estimate(limited, drive, loudness, (limiter.trace_frames, limiter.gain_reduction_db()), first)


def _study(take: Take, blocks: list[Block]) -> Study:
    study = LimiterStudy(take.sample_rate, take.track.channels)
    chunks = list(rechunked(blocks))
    for chunk in chunks:
        study.push(chunk)
    return study.finish(lambda start, stop: chunks[start // GRID_FRAMES : -(-stop // GRID_FRAMES)])


def _loudness(whole: Outlook, drive: Drive) -> Loudness:
    powers = whole.outcome(drive.drive_db, drive.ceiling_dbtp).hop_powers
    return Loudness(integrated_lufs(powers), loudness_range_lu(powers), None, None, _peak_dbtp(whole, drive), None)


def _peak_dbtp(whole: Outlook, drive: Drive) -> float | None:
    highest_dbtp = float(whole.peaks_dbtp.max(initial=-np.inf)) + drive.drive_db
    return min(highest_dbtp, drive.ceiling_dbtp) if np.isfinite(highest_dbtp) else None
