"""A take on which two processes work: each studies a part, measures some of it and renders some of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit import Drive, Run, StudyPart
from masterdesk.engine.pipelines.blas import one_blas_thread
from masterdesk.engine.pipelines.pickled import store
from masterdesk.engine.pipelines.second_process import SecondProcess
from masterdesk.engine.pipelines.spool import Spool, has_room_for
from masterdesk.engine.pipelines.take import PARTS, Powers, Take
from masterdesk.engine.pipelines.take_job import KeptFiles, TakeJob, opened_take, store_source, study_part, taken
from masterdesk.engine.pipelines.take_parts import LEAST_PART_S, Window
from masterdesk.engine.pipelines.track import Track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

#: Takes that are shorter than this, in seconds, are not worth the sharing.
LEAST_SHARED_S = PARTS * LEAST_PART_S
#: Share of a take that the process renders which writes it, too.
WRITER_SHARE = 0.4


class SharedTake(Take):
    """A `Take` that a second process works on, too; its master has the bits of one that is made alone."""

    def __init__(
        self, track: Track, settings: Settings, sample_rate: int, second: SecondProcess, match: Match | None = None
    ) -> None:
        super().__init__(track, settings, sample_rate, match=match)
        self._second = second
        audio = second.new_path(".audio") if has_room_for(self.frames, track.channels) else None
        self._files = KeptFiles(second.new_path(".study"), audio)
        self._job = TakeJob(
            source_path=second.new_path(".track"),
            sample_rate=sample_rate,
            settings=settings,
            match=match,
            aims=self.aims,
        )
        store_source(track.stored(), self._job.source_path)

    def measured_runs(self, drive: Drive, runs: Sequence[Run], progress: Progress) -> list[Powers]:
        """As of a `Take`, half of them measured by the second process."""
        if not self._is_shared or len(runs) < 2:
            return super().measured_runs(drive, runs, progress)
        middle = _middle(runs)
        theirs = self._second.submit(_measure_runs, self._known_job(), drive, runs[middle:], progress=progress.silent())
        return [*super().measured_runs(drive, runs[:middle], progress), *theirs.result()]

    def render(self, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """As of a `Take`; where all of it is wanted, the second process renders the rest meanwhile."""
        if start or stop is not None or not self._is_shared or self.is_at_rest:
            return super().render(start, stop)
        return self._rendered_by_both()

    def _rendered_by_both(self) -> Iterator[Block]:
        middle = round(self.frames * WRITER_SHARE / GRID_FRAMES) * GRID_FRAMES
        path, rest = self._second.new_path(".rendered"), Window(middle, self.frames - middle)
        progress = Progress()
        theirs = self._second.submit(_render_part, self._known_job(), self.drive, rest, path, progress=progress)
        try:
            yield from super().render(0, middle)
            theirs.result()
            with Spool.opened(self.track.channels, path) as rendered:
                yield from rendered.blocks()
        finally:
            progress.cancel()
            with suppress(OSError):  # somebody is still writing; the folder is deleted in the end
                path.unlink()

    def _make_spool(self) -> Spool | None:
        if self._files.audio is None:
            return super()._make_spool()
        return Spool(self.track.channels, self._files.audio)

    def _learn_parts(self, parts: Sequence[Window], progress: Progress) -> list[StudyPart]:
        if not self._is_shared or len(parts) != PARTS:
            return super()._learn_parts(parts, progress)
        first, rest = parts
        theirs = self._second.submit(study_part, self._job, self._files, rest, progress=progress.silent())
        mine = self.learn_part(first, self._spool, progress)
        theirs.result()
        if self._spool is not None and self._files.audio is not None:
            self._spool.close()
            self._spool = Spool.opened(self.track.channels, self._files.audio)
        return [mine, taken(self._files.part(rest.start_frame))]

    @property
    def _is_shared(self) -> bool:
        return self._files.audio is not None and self.frames >= LEAST_SHARED_S * self.sample_rate

    def _known_job(self) -> TakeJob:
        """The job with all that is known of the take."""
        if not self._files.study.exists():
            store(self.study, self._files.study)
        return replace(self._job, kept=self._files)


def _middle(runs: Sequence[Run]) -> int:
    """How many of the first runs are half of the work."""
    ends = list(itertools.accumulate(last - first for first, last in runs))
    return next(number for number, end in enumerate(ends, 1) if end * 2 >= ends[-1])


@one_blas_thread
def _measure_runs(job: TakeJob, drive: Drive, runs: Sequence[Run], progress: Progress) -> list[Powers]:
    with opened_take(job) as take:
        return take.measured_runs(drive, runs, progress)


@one_blas_thread
def _render_part(job: TakeJob, drive: Drive, part: Window, path: Path, progress: Progress) -> None:
    with opened_take(job) as take, Spool(take.track.channels, path) as spool:
        take.drive = drive
        blocks = take.render(part.start_frame, part.stop_frame)
        for _ in progress.follow(spool.tee(blocks), part.frames, lambda block: block.shape[1]):
            pass
