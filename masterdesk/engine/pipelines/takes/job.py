"""A take as several processes can work on it: what they must know, and where they leave what they find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.processes.pickled import load, store
from masterdesk.engine.pipelines.takes.parts import Window, part_path
from masterdesk.engine.pipelines.takes.references import Aims
from masterdesk.engine.pipelines.takes.source import TakeSource
from masterdesk.engine.pipelines.takes.spool import Spool
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings


@dataclass(frozen=True)
class KeptFiles:
    """Where the study of a take lies, and its audio up to the limiter, if that was kept."""

    study: Path
    audio: Path | None

    def part(self, first: int) -> Path:
        """Where the study of the part that begins at frame `first` lies: under this name until all parts are joined,
        and what takes room under names that begin with it.
        """
        return part_path(self.study, first)

    def remove(self) -> None:
        """Delete what there is."""
        parts = self.study.parent.glob(f"{self.study.name}.*")
        for path in (self.study, self.audio, *parts):
            if path is not None:
                with suppress(OSError):  # another process has it open, on Windows; the rest need not stay for that
                    path.unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True)
class TakeJob:
    """What another process must know of a take.

    `source_path` holds the pickled `TakeSource`; `match` is what the settings' references ask for, `aims` what
    follows from it for the track, once that was found; `kept` is what is known of the whole take.
    """

    source_path: Path
    sample_rate: int
    settings: Settings
    match: Match | None = None
    aims: Aims | None = None
    kept: KeptFiles | None = None


def opened_take(job: TakeJob) -> Take:
    """The take of a job, with what is known of it."""
    source = stored_source(job.source_path)
    take = Take(source, job.settings, job.sample_rate, match=job.match, aims=job.aims)
    if job.kept is not None:
        audio = job.kept.audio
        take.resume(load(job.kept.study), None if audio is None else Spool.opened(source.channels, audio))
    return take


@one_blas_thread
def study_part(job: TakeJob, files: KeptFiles, part: Window, progress: Progress) -> None:
    """Process and study a part of the take; what was learnt lies in `files` then."""
    with opened_take(job) as take, part_spool(take, files, part.start_frame) as spool:
        path = files.part(part.start_frame)
        found = take.learn_part(part, spool, progress, path)
    store(found, path)


@contextmanager
def part_spool(take: Take, files: KeptFiles, first: int) -> Iterator[Spool | None]:
    """Where the audio of the part from frame `first` on is kept, beside that of the others."""
    if files.audio is None:
        yield None
    else:
        with Spool.joining(take.track.channels, files.audio, first) as spool:
            yield spool


@lru_cache(maxsize=2)
def stored_source(path: Path) -> TakeSource:
    """The source that another process stored; it is read once."""
    source: TakeSource = load(path)
    return source
