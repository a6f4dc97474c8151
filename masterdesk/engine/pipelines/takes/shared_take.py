"""A take on which two processes work: each studies a part, measures some of it and renders some of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, frames_in
from masterdesk.engine.dsp.resample import resampled_frames
from masterdesk.engine.limit import Drive, Run, StudyPart
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.processes.pickled import store, taken
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.takes.job import KeptFiles, TakeJob, opened_take, study_part
from masterdesk.engine.pipelines.takes.parts import LEAST_PART_S, Window
from masterdesk.engine.pipelines.takes.spool import Spool, has_room_for
from masterdesk.engine.pipelines.takes.take import PARTS, Powers, Take
from masterdesk.engine.pipelines.takes.track import Track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

#: Takes that are shorter than this, in seconds, are not worth the sharing.
LEAST_SHARED_S = PARTS * LEAST_PART_S
#: Seconds between two looks at whether the second process has done its part.
LOOK_S = 0.05
#: Share of a take that the process renders which writes it, too.
WRITER_SHARE = 0.4


class SharedTake(Take):
    """A `Take` that a second process works on, too; its master has the bits of one that is made alone."""

    def __init__(
        self, track: Track, settings: Settings, sample_rate: int, second: SecondProcess, match: Match | None = None
    ) -> None:
        self._second = second
        self._progress = Progress()
        self._files = KeptFiles(second.new_path(".study"), second.new_path(".audio"))
        super().__init__(track, settings, sample_rate, match=match, study_path=self._files.study)
        source_path = second.new_path(".track")
        self._job = TakeJob(source_path=source_path, sample_rate=sample_rate, settings=settings, aims=self.aims)
        store(track.stored(), source_path)

    def process(self, progress: Progress) -> None:
        """As of a `Take`; when `progress` is cancelled later, rendering stops, too."""
        self._progress = progress
        super().process(progress)

    def measured_runs(self, drive: Drive, runs: Sequence[Run], progress: Progress) -> list[Powers]:
        """As of a `Take`, half of them measured by the second process."""
        if len(runs) < 2:
            return super().measured_runs(drive, runs, progress)
        middle = _middle(runs)
        with self._second.sharing(_measure_runs, self._known_job(), drive, runs[middle:], progress=progress) as theirs:
            return [*super().measured_runs(drive, runs[:middle], progress), *theirs.result()]

    def render(self, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """As of a `Take`; where all of it is wanted, the second process renders the rest meanwhile."""
        if start or stop is not None or self.is_at_rest:
            return super().render(start, stop)
        return self._rendered_by_both()

    def close(self) -> None:
        """Give the temporary disk back."""
        super().close()
        self._files.remove()
        self._job.source_path.unlink(missing_ok=True)

    def _rendered_by_both(self) -> Iterator[Block]:
        middle = round(self.frames * WRITER_SHARE / GRID_FRAMES) * GRID_FRAMES
        path, rest = self._second.new_path(".rendered"), Window(middle, self.frames - middle)
        job, progress = self._known_job(), Progress()
        try:
            with self._second.sharing(_render_part, job, self.drive, rest, path, progress=progress) as theirs:
                yield from super().render(0, middle)
                while not theirs.done():
                    self._progress.check()  # what is written comes from here, so nobody else looks meanwhile
                    wait([theirs], LOOK_S)
                theirs.result()
                with Spool.opened(self.track.channels, path) as rendered:
                    yield from rendered.blocks()
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _make_spool(self) -> Spool:
        return Spool(self.track.channels, self._files.audio)

    def _learn_parts(self, parts: Sequence[Window], progress: Progress) -> list[StudyPart]:
        first, rest = parts
        assert self._files.audio is not None, "what is shared is kept"
        with self._second.sharing(study_part, self._job, self._files, rest, progress=progress) as theirs:
            mine = self.learn_part(first, self._spool, progress, self._part_path(first.start_frame))
            theirs.result()
        if self._spool is not None:
            self._spool.close()
        self._spool = Spool.opened(self.track.channels, self._files.audio)
        return [mine, taken(self._files.part(rest.start_frame))]

    def _known_job(self) -> TakeJob:
        """The job with all that is known of the take."""
        if not self._files.study.exists():
            store(self.study, self._files.study)
        return replace(self._job, kept=self._files)


def is_worth_sharing(track: Track, sample_rate: int) -> bool:
    """Whether a take of a track is long enough, and there is room for what two processes hand to each other."""
    frames = resampled_frames(track.frames, track.sample_rate, sample_rate)
    return frames >= LEAST_SHARED_S * sample_rate and has_room_for(frames, track.channels)


def _middle(runs: Sequence[Run]) -> int:
    """How many of the first runs, of two or more, are about half of the work; never all."""
    ends = list(itertools.accumulate(last - first for first, last in runs))
    return next(number for number, end in enumerate(ends, 1) if end * 2 >= ends[-1] or number == len(ends) - 1)


@one_blas_thread
def _measure_runs(job: TakeJob, drive: Drive, runs: Sequence[Run], progress: Progress) -> list[Powers]:
    with opened_take(job) as take:
        return take.measured_runs(drive, runs, progress)


@one_blas_thread
def _render_part(job: TakeJob, drive: Drive, part: Window, path: Path, progress: Progress) -> None:
    with opened_take(job) as take, Spool(take.track.channels, path) as spool:
        take.drive = drive
        blocks = take.render(part.start_frame, part.stop_frame)
        for _ in progress.follow(spool.tee(blocks), part.frames, frames_in):
            pass
