"""Ranges of a track, and its division into parts that can be studied side by side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from masterdesk.engine.dsp.processor import GRID_FRAMES

#: Parts are no shorter than this: each costs some seconds more, in which it settles.
LEAST_PART_S = 40.0


@dataclass(frozen=True)
class Window:
    """Some frames of a track in a row: those that a preview is of, or that are worked on by themselves."""

    start_frame: int
    frames: int

    @property
    def stop_frame(self) -> int:
        """The first frame behind it."""
        return self.start_frame + self.frames


def part_path(study: Path, first: int) -> Path:
    """Where the study of the part from frame `first` on lies; the names of all its files begin with it."""
    return study.with_name(f"{study.name}.{first}")


def parts_besides(studied: Window | None, frames: int, sample_rate: int, count: int) -> list[Window]:
    """What is left of a track besides a part of it, in some `count` parts of about the same length on the grid."""
    known = studied or Window(0, 0)
    gaps = [(0, known.start_frame), (known.stop_frame, frames)]
    left, least = max(frames - known.frames, 1), LEAST_PART_S * sample_rate
    return [
        part
        for first, stop in gaps
        for part in _parts(first, stop, min(round(count * (stop - first) / left), int((stop - first) / least)))
    ]


def _parts(first: int, stop: int, count: int) -> list[Window]:
    chunks, count = -(-(stop - first) // GRID_FRAMES), max(count, 1)
    edges = [min(first + chunks * number // count * GRID_FRAMES, stop) for number in range(count + 1)]
    return [Window(start, end - start) for start, end in itertools.pairwise(edges) if end > start]
