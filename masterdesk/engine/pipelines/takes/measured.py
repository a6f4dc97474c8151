"""The first step of every master: the track and its references, measured at the same time."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.processes.side_by_side import side_by_side
from masterdesk.engine.pipelines.takes.references import ReferenceShelf
from masterdesk.engine.pipelines.takes.track import Track, analyze_file, load_track
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.selection import Selection

T = TypeVar("T")


def measured(
    path: str | os.PathLike[str],
    selection: Selection | None,
    find: Callable[[ReferenceShelf, Progress], T],
    has_references: bool,
    progress: Progress,
    second: SecondProcess | None,
) -> tuple[Track, T]:
    """The track at `path`, and what `find` takes from a shelf of references.

    A `second` process measures the references, or where there are none, what it can of the track.
    """

    def analyze(reference: str, progress: Progress) -> Analysis:
        if second is None:
            return analyze_file(reference, progress)
        analysis: Analysis = second.submit(analyze_file, reference, progress=progress).result()
        return analysis

    helper = None if has_references else second
    own, others = progress.at_once(2) if has_references else (progress, progress.silent())
    new_decoded = None if second is None else partial(second.new_path, ".decoded")
    return side_by_side(
        lambda: load_track(path, selection, own, helper, new_decoded),
        lambda: find(ReferenceShelf(analyze), others),
        progress,
    )
