"""One track under one set of settings, processed up to the limiter and ready to be rendered in part or whole."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.prefetch import prefetch
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Processor, chain, cut, frames_in, rechunked, split_at
from masterdesk.engine.dsp.resample import resample, resampled_frames
from masterdesk.engine.limit import (
    CONTEXT_FRAMES,
    Drive,
    Limiter,
    LimiterStudy,
    Run,
    Study,
    StudyPart,
    joined_study,
    limited_loudness,
    limited_lufs,
    measured_powers,
    settling_frames,
    solve_drive,
)
from masterdesk.engine.pipelines.closable import Closable
from masterdesk.engine.pipelines.processes.shared_folder import make_shared_folder, remove_shared_folder
from masterdesk.engine.pipelines.takes.expected import limited_from_dbtp
from masterdesk.engine.pipelines.takes.parts import Window, part_path, parts_besides
from masterdesk.engine.pipelines.takes.references import Aims, planned
from masterdesk.engine.pipelines.takes.source import TakeSource
from masterdesk.engine.pipelines.takes.spool import Spool, has_room_for
from masterdesk.engine.process import build_processors, preroll_frames
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

#: Powers of the chunks of a run.
Powers = list[npt.NDArray[np.float32]]

#: Parts in which a track is studied: the same for any number of processes, so that they all learn the same.
PARTS = 2
#: Reduction up to which the predicted loudness is exact enough not to be measured.
PREDICTABLE_REDUCTION_DB = 3.0
#: Loudness error in LU that is not worth another run of the limiter, and one that is made up for without a look back.
SETTLED_LU = 0.02
SURE_LU = 0.1
MAX_SETTLING_RUNS = 2


class Take(Closable):
    """One track on its way to a master at `sample_rate`: made with its plan, then processed once.

    After `process`, `render` gives any range of the master, as often as asked, so
    that a preview is cut from the very audio that the full file holds. `spool` (given open, closed
    with the take) keeps the processed audio; without one the take makes its own where that pays.
    `match` is that of the settings' references; `self.settings` then has the loudness it comes to. `aims` are
    what follows from all that, where it is known. What takes room of the study lies in files whose names begin with
    `study_path`; without one the take has a folder for them until it is closed.
    """

    def __init__(
        self,
        track: TakeSource,
        settings: Settings,
        sample_rate: int,
        spool: Spool | None = None,
        match: Match | None = None,
        aims: Aims | None = None,
        study_path: Path | None = None,
    ) -> None:
        self.track = track
        self.sample_rate = sample_rate
        self.frames = resampled_frames(track.frames, track.sample_rate, sample_rate)
        self.aims = planned(track.analysis, settings, match) if aims is None else aims
        self.plan, self.settings, self.wanted_peak_dbtp = self.aims
        #: By how many LU the limiter's prediction reads high on this track.
        self.settled_lu = 0.0
        self._spool, self._study_path = spool, study_path
        self._folder: Path | None = None
        self.study: Study
        self.drive: Drive

    def process(self, progress: Progress) -> None:
        """The first pass: shape, resample and study the whole track, keep it, and solve the drive."""
        if self._spool is None:
            self._spool = self._make_spool()
        if self.sample_rate != self.track.sample_rate:
            self.learn(self._stream(), progress)
        else:
            parts = self._learn_parts(parts_besides(None, self.frames, self.sample_rate, PARTS), progress)
            self.join(parts, self._spool)
        self.solve(progress)

    def learn_part(self, part: Window, spool: Spool | None, progress: Progress, path: Path | None = None) -> StudyPart:
        """Study a part that begins on the grid, and ends there or with the track, and keep it in `spool`.

        At the track's own rate only. What is learnt lies in files beside `path`, or without one in memory.
        """
        first, stop = part.start_frame, part.stop_frame
        study, chunks = self.begin_study(first, min(stop + CONTEXT_FRAMES, self.frames), spool is None, path)
        followed = progress.follow(chunks, stop - first, frames_in)
        for at, chunk in zip(itertools.count(first, GRID_FRAMES), followed, strict=False):
            study.push(chunk)
            if spool is not None and at < stop:
                spool.keep(chunk)
        study.flush()
        return study.part(-(-(stop - first) // GRID_FRAMES))

    def begin_study(
        self, first: int, stop: int, is_passing: bool, path: Path | None = None
    ) -> tuple[LimiterStudy, Iterator[Block]]:
        """A study that has settled before frame `first`, on the grid, and the chunks up to `stop` to be pushed to it.

        `is_passing`: nobody keeps them, and what would have to be processed anew to be heard again is judged at once.
        """
        study = LimiterStudy(self.sample_rate, self.track.channels, self._judged_from_dbtp(is_passing), path)
        context = min(settling_frames(self.sample_rate), first)
        blocks = self._excerpt(first - context, stop, preroll_frames(self.plan, self.track.sample_rate))
        before, after = split_at(blocks, context)
        if context:
            study.settle(np.concatenate(before, axis=1))
        return study, rechunked(after)

    def learn(self, processed: Iterator[Block], progress: Progress) -> None:
        """Study the whole track as processed, and keep it if there is a spool."""
        judged_from_dbtp = self._judged_from_dbtp(is_passing=self._spool is None)
        study = LimiterStudy(self.sample_rate, self.track.channels, judged_from_dbtp, self._part_path(0))
        processed = rechunked(processed)  # once here, and not in each of those who want it so
        kept = processed if self._spool is None else self._spool.tee(processed)
        for block in progress.follow(kept, self.frames, frames_in):
            study.push(block)
        self.study = study.finish(self.processed)

    def join(self, parts: Sequence[StudyPart], spool: Spool | None) -> None:
        """Take up what `learn_part` found and kept of all parts, in order."""
        self._spool = spool
        if spool is not None:
            spool.flush()
        self.study = joined_study(parts, self.sample_rate, self.track.channels, self.frames, self.processed)

    def resume(self, study: Study, spool: Spool | None) -> None:
        """Take up what was found and kept in an earlier take of the same plan."""
        self.study, self._spool = study, spool
        study.mixture.read_from(self.processed)

    def solve(self, progress: Progress, aimed: Drive | None = None) -> None:
        """Find the drive, which may be `aimed` already, and hold it against the audio as limited."""
        if aimed is None:
            self.aim(offset_lu=0.0, headroom_db=0.0, progress=progress)
        else:
            self.drive = aimed
        self._settle(progress)

    @property
    def is_processed(self) -> bool:
        """Whether anything before the limiter changes the audio."""
        return bool(self._processors(0)) or self.sample_rate != self.track.sample_rate

    @property
    def is_at_rest(self) -> bool:
        """Whether the master equals the source sample for sample."""
        limits = self.drive.drive_db != 0.0 or self.drive.predicted_max_reduction_db < 0.0
        return not self.is_processed and not limits

    def aim(
        self, offset_lu: float, headroom_db: float, progress: Progress | None = None, start_db: float | None = None
    ) -> None:
        """Solve the drive anew for a target moved by `offset_lu` and a ceiling lowered by `headroom_db`.

        This is how a measurement of the written file corrects what a codec did to loudness and peaks.
        """
        loudness = self.settings.loudness_lufs
        target = None if loudness is None else loudness + self.settled_lu + offset_lu
        ceiling_dbtp = self.settings.ceiling_dbtp - headroom_db
        self.drive = solve_drive(self.study, target, ceiling_dbtp, self.wanted_peak_dbtp, progress, start_db)

    @property
    def is_settled(self) -> bool:
        """Whether the predicted loudness need not be held against the audio."""
        reduces_little = self.drive.predicted_max_reduction_db > -PREDICTABLE_REDUCTION_DB
        return self.settings.loudness_lufs is None or self.drive.limited or reduces_little

    def render(self, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Frames `start` to `stop` of the master, blocks of shape (channels, frames)."""
        return self.render_traced(start, stop)[0]

    def render_traced(self, start: int = 0, stop: int | None = None) -> tuple[Iterator[Block], Limiter | None]:
        """`render`, and the limiter that will have traced its gain from the grid point at or before `start`."""
        stop = self.frames if stop is None else min(stop, self.frames)
        if self.is_at_rest:
            return cut(self.track.blocks(exact=True), 0, start, stop), None
        first = max(start // GRID_FRAMES - 1, 0) * GRID_FRAMES
        limiter = Limiter(
            self.sample_rate, self.track.channels, self.drive.drive_db, self.drive.ceiling_dbtp, self.study, first
        )
        # A chunk more than asked on either side gives the limiter its context beyond the cuts.
        return cut(chain([limiter], self.processed(first, stop + GRID_FRAMES)), first, start, stop), limiter

    def processed(self, start: int, stop: int) -> Iterator[Block]:
        """Frames `start` to `stop` as they go into the limiter."""
        stop = min(stop, self.frames)
        if self._spool is not None:
            return self._spool.blocks(start, stop)
        return self._excerpt(start, stop, preroll_frames(self.plan, self.track.sample_rate))

    def excerpt(self, start: int, stop: int) -> Iterator[Block]:
        """`processed` without what was kept and without pre-roll: soon nearly the same, and sooner there."""
        return self._excerpt(start, stop, preroll=0)

    def loudness(self) -> Loudness:
        """Loudness of the whole master, foretold from the study."""
        return limited_loudness(self.study, self.drive.drive_db, self.drive.ceiling_dbtp, self.settled_lu)

    def measured_runs(self, drive: Drive, runs: Sequence[Run], progress: Progress) -> list[Powers]:
        """K-weighted powers of some runs of the grid's chunks as limited with a drive."""

        def blocks(start: int, stop: int) -> Iterator[Block]:
            for block in self.processed(start, stop):
                progress.check()
                yield block

        return [measured_powers(self.study, drive.drive_db, drive.ceiling_dbtp, blocks, run) for run in runs]

    def close(self) -> None:
        """Give the temporary disk back."""
        if self._spool is not None:
            self._spool.close()
        if "study" in vars(self):
            self.study.mixture.let_go()  # or the two would know each other, and stay in memory
        if self._folder is not None:
            remove_shared_folder(self._folder)

    def _settle(self, progress: Progress) -> None:
        """Where the limiter works hard, hold the predicted loudness against the audio as limited and make up for it.

        It is done here and not after writing, so that previews and masters share the same drive.
        """
        for _ in range(MAX_SETTLING_RUNS):
            if self.is_settled:
                return
            target = self.settings.loudness_lufs
            runs = partial(self.measured_runs, self.drive, progress=progress)
            measured = limited_lufs(self.study, self.drive.drive_db, self.drive.ceiling_dbtp, runs)
            if target is None or measured is None or abs(measured - target) < SETTLED_LU:
                return
            high_lu = target - measured
            self.settled_lu += high_lu
            # The first answer is a good first guess of the second.
            self.aim(0.0, 0.0, progress, start_db=self.drive.drive_db + high_lu)
            if abs(high_lu) < SURE_LU:
                return

    def _learn_parts(self, parts: Sequence[Window], progress: Progress) -> list[StudyPart]:
        """Study and keep all parts, whoever does it."""
        shares = [part.start_frame / self.frames for part in parts] + [1.0]
        return [
            self.learn_part(part, self._spool, progress.share(start, end), self._part_path(part.start_frame))
            for part, (start, end) in zip(parts, itertools.pairwise(shares), strict=True)
        ]

    def _part_path(self, first: int) -> Path | None:
        """Beside which the study of the part from frame `first` on lies; `None`, for memory, where there is no room."""
        if self._study_path is None and has_room_for(self.frames, self.track.channels):
            self._folder = make_shared_folder()
            self._study_path = self._folder / "study"
        return None if self._study_path is None else part_path(self._study_path, first)

    def _judged_from_dbtp(self, is_passing: bool) -> float:
        """The level from which on a chunk is judged as it passes: all that costs much to be had again."""
        return -math.inf if is_passing and self.is_processed else limited_from_dbtp(self.track.analysis, self.aims)

    def _make_spool(self) -> Spool | None:
        # Without a stage to run again, and with a source that is quick to read, a second reading costs less.
        cheap = not self.is_processed and self.track.is_quick_to_read
        if cheap or not has_room_for(self.frames, self.track.channels):
            return None
        return Spool(self.track.channels)

    def _processors(self, start: int) -> list[Processor]:
        return build_processors(self.plan, self.track.sample_rate, self.track.channels, start)

    def _stream(self) -> Iterator[Block]:
        """The whole track, every stage in a thread of its own."""
        blocks = prefetch(self.track.blocks())
        for processor in self._processors(0):
            blocks = prefetch(chain([processor], blocks))
        return resample(blocks, self.track.sample_rate, self.sample_rate)

    def _excerpt(self, start: int, stop: int, preroll: int) -> Iterator[Block]:
        """Frames `start` to `stop` as processed, from a start in mid-track where that is possible."""
        is_resampled = self.sample_rate != self.track.sample_rate
        first = 0 if is_resampled else max(start - preroll, 0) // GRID_FRAMES * GRID_FRAMES
        blocks = chain(self._processors(first), self.track.blocks(first))
        return cut(resample(blocks, self.track.sample_rate, self.sample_rate), first, start, stop)
