"""The takes that masters are written from: made for one file, or kept for further files of the same take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masterdesk.engine.decode import open_source
from masterdesk.engine.dsp.resample import resampled_frames
from masterdesk.engine.limit import Drive, Study
from masterdesk.engine.pipelines.processes.pickled import load, store
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.takes.measured import measured
from masterdesk.engine.pipelines.takes.shared_take import SharedTake, is_worth_sharing
from masterdesk.engine.pipelines.takes.spool import Spool, has_room_for
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.pipelines.takes.track import Track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.request import MasterRequest


@dataclass(frozen=True, eq=False)
class MeasuredTrack:
    """A track that was read to its end, the match of its references, and what was told of it by an earlier reading."""

    track: Track
    match: Match | None
    told: tuple[Warning, ...] = ()

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What the user should know about the file."""
        return self.told or self.track.source.report.warnings


class Takes:
    """Measures and processes for one file; a `second` process shares the work."""

    def __init__(self, request: MasterRequest, second: SecondProcess | None = None) -> None:
        self._request, self._second = request, second

    def has_track(self) -> bool:
        """Whether the track need not be measured."""
        return False

    def track(self, progress: Progress) -> MeasuredTrack:
        """The track and its references, measured side by side."""
        settings = self._request.settings
        track, match = measured(
            self._request.track,
            settings.selection,
            lambda shelf, share: shelf.match(settings, share),
            bool(settings.references),
            progress,
            self._second,
        )
        return MeasuredTrack(track, match)

    def has_take(self, sample_rate: int) -> bool:
        """Whether there is a take of that rate."""
        return False

    def take(self, source: MeasuredTrack, sample_rate: int, progress: Progress) -> Take:
        """The take of that rate, processed."""
        track, settings, match = source.track, self._request.settings, source.match
        if self._second is not None and is_worth_sharing(track, sample_rate):
            take: Take = SharedTake(track, settings, sample_rate, self._second, match)
        else:
            take = Take(track, settings, sample_rate, match=match)
        with _closed_on_failure(take):
            take.process(progress)
        return take


@dataclass(frozen=True, eq=False)
class _Measured:
    """What is kept of a `MeasuredTrack`."""

    start: int
    stop: int | None
    analysis: Analysis
    match: Match | None
    told: tuple[Warning, ...]


class KeptTakes(Takes):
    """Keeps track and takes, one of these for each sample rate, in a folder that any process may use.

    Files are stored whole or not at all, by one process at a time. What was kept of another
    track, of another state of its file or under other settings is not found.
    """

    def __init__(self, request: MasterRequest, folder: Path) -> None:
        super().__init__(request)
        self._folder = folder

    def has_track(self) -> bool:
        """Whether it was measured before."""
        return self._path("track").exists()

    def track(self, progress: Progress) -> MeasuredTrack:
        """The track as it was measured before; else measured now, and kept."""
        found: _Measured | None = self._load("track")
        if found is not None:
            track = Track(open_source(self._request.track), found.start, found.stop, found.analysis)
            return MeasuredTrack(track, found.match, found.told)
        source = super().track(progress)
        track = source.track
        self._store("track", _Measured(track.start, track.stop, track.analysis, source.match, source.warnings))
        return source

    def has_take(self, sample_rate: int) -> bool:
        """Whether one was processed before."""
        return self._path(f"take-{sample_rate}").exists()

    def take(self, source: MeasuredTrack, sample_rate: int, progress: Progress) -> Take:
        """The take as it was processed before; else processed now, and kept where there is room for it."""
        track, name, audio = source.track, f"take-{sample_rate}", self._path(f"audio-{sample_rate}")
        found: tuple[Study, Drive, float] | None = self._load(name)
        if found is not None:
            take = Take(track, self._request.settings, sample_rate, match=source.match)
            take.resume(found[0], Spool.opened(track.channels, audio))
            _, take.drive, take.settled_lu = found
            return take
        if not has_room_for(resampled_frames(track.frames, track.sample_rate, sample_rate), track.channels):
            return super().take(source, sample_rate, progress)
        self._path(name).unlink(missing_ok=True)  # it tells of the files that are now written anew
        spool = Spool(track.channels, audio)
        study_path = self._path(f"study-{sample_rate}")
        take = Take(track, self._request.settings, sample_rate, spool, source.match, study_path=study_path)
        with _closed_on_failure(take):
            take.process(progress)
            self._store(name, (take.study, take.drive, take.settled_lu))
        return take

    def _path(self, name: str) -> Path:
        return self._folder / name

    def _key(self) -> tuple[object, ...]:
        try:
            state = Path(self._request.track).stat()
        except OSError:
            return ()  # reading it will say why
        return os.fspath(self._request.track), state.st_mtime_ns, state.st_size, self._request.settings

    def _load(self, name: str) -> Any:
        path = self._path(name)
        if not path.exists():
            return None
        key, content = load(path)
        return content if key == self._key() else None

    def _store(self, name: str, content: Any) -> None:
        store((self._key(), content), self._path(name))


@contextmanager
def _closed_on_failure(take: Take) -> Iterator[None]:
    """A take that nobody gets gives its disk back."""
    try:
        yield
    except BaseException:
        take.close()
        raise
