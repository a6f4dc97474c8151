"""Measures the files that slots match, one after the other, so that a slot need not wait when it is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import Region
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.models.references import SourceFacts, SourceStatus
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.processes.workers import EngineWorkers
    from masterdesk.engine.pipelines.takes.references import ReferenceShelf


class ReferenceReader(QObject):
    """Keeps `models.references` in step with what is matched. The lane's reference is read by its lane."""

    def __init__(self, models: Models, workers: EngineWorkers, shelf: Callable[[], ReferenceShelf]) -> None:
        super().__init__()
        self._models, self._workers, self._shelf = models, workers, shelf
        self._task: Task | None = None
        self._path = ""
        for signal in (models.desk.slot_changed, models.desk.match_changed, models.references.changed):
            signal.connect(self._follow)
        models.reference.changed.connect(self._follow)
        models.reference.progressed.connect(self._show_lane)

    def close(self) -> None:
        """Stop measuring."""
        if self._task is not None:
            self._task.close()
            self._task = None

    def _show_lane(self) -> None:
        """How far the lane's own file is; it is measured when it has been read."""
        lane, references = self._models.reference, self._models.references
        if lane.status is LaneStatus.READING:
            references.learn(str(lane.path), _being_read(lane.fraction))
        elif lane.status is LaneStatus.FAILED:
            references.learn(str(lane.path), SourceFacts(SourceStatus.FAILED, problem=lane.problem))

    def _follow(self) -> None:
        wanted = self._wanted()
        self._models.references.keep(wanted)
        self._show_lane()
        if self._task is not None and self._path not in wanted:
            self._task.cancel()
        if self._task is None and (path := self._next(wanted)) is not None:
            self._measure(path)

    def _wanted(self) -> set[str]:
        state = self._models.desk.state
        lane = () if self._models.reference.path is None else (str(self._models.reference.path),)
        files = (one.path for settings in state.slots for one in settings.references)
        saved = (settings.use_match for settings in state.slots if settings.use_match is not None)
        return {*lane, *files, *saved}

    def _next(self, wanted: set[str]) -> str | None:
        """A file of which nothing is known, or which its lane has read, or left before it was."""
        references, lane = self._models.references, self._models.reference
        for path in sorted(wanted):
            waits_for_lane = str(lane.path) == path and lane.status is not LaneStatus.READY
            if not waits_for_lane and (references.get(path) is None or references.is_reading(path)):
                return path
        return None

    def _measure(self, path: str) -> None:
        lane = self._models.reference
        if any(settings.use_match == path for settings in self._models.desk.state.slots):
            work = partial(_saved_facts, path)
        else:
            known = lane.analysis if str(lane.path) == path else None
            work = partial(_file_facts, self._workers, self._shelf(), path, known)
        learn = partial(self._models.references.learn, path)
        self._path, self._task = path, Task(work, self)
        self._task.progressed.connect(lambda stage, fraction: learn(_being_read(fraction)))
        self._task.succeeded.connect(learn)
        self._task.failed.connect(lambda error: learn(SourceFacts(SourceStatus.FAILED, problem=str(error))))
        self._task.ended.connect(self._end)
        self._task.start()
        if not self._models.references.is_reading(path):
            learn(_being_read())

    def _end(self) -> None:
        self._task = None
        self._follow()


def _being_read(fraction: float = 0.0) -> SourceFacts:
    """To a hundredth: what is learned anew is drawn anew."""
    return SourceFacts(SourceStatus.READING, round(fraction, 2))


def _file_facts(
    workers: EngineWorkers, shelf: ReferenceShelf, path: str, known: Analysis | None, progress: Progress
) -> SourceFacts:
    """Measure a file in a process of its own, unless that was done before, and see what can be matched of it."""
    from masterdesk.engine.match import reference_match
    from masterdesk.engine.pipelines.takes.track import analyze_file

    def measured(path: str, progress: Progress) -> Analysis:
        analysis: Analysis = workers.submit(analyze_file, path, progress=progress).result()
        return analysis

    analysis = known or shelf.analysis(path, progress, measured)
    facts = SourceFacts(SourceStatus.READY, duration_s=analysis.format.duration)
    try:
        match = reference_match(analysis)
    except MasterDeskError as error:
        return replace(facts, status=SourceStatus.FAILED, problem=str(error))
    return replace(facts, is_mono=not match.has_width, chorus=_chorus(analysis))


def _chorus(analysis: Analysis) -> Region | None:
    """The loudest part of a file, `None` where it is not longer than that."""
    from masterdesk.engine.pipelines.takes.references import loudest_part

    part = loudest_part(analysis)
    return None if part is None or part.end_s is None else Region(part.start_s, part.end_s)


def _saved_facts(path: str, progress: Progress) -> SourceFacts:
    from masterdesk.engine.pipelines.takes.references import read_match

    match = read_match(Path(path))
    return SourceFacts(SourceStatus.READY, names=match.names, is_mono=not match.has_width)
