"""One file on the desk, the track or the reference, from the first block read to the finished analysis."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.audio_format import AudioFormat

if TYPE_CHECKING:
    from masterdesk.engine.dsp.peaks import PeakPyramid
    from masterdesk.engine.pipelines.desk.desk_track import DeskTrack


class LaneStatus(Enum):
    """How far a file has come."""

    EMPTY = "empty"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


class LaneModel(QObject):
    """What is known about one file. `changed` for everything but `peaks_grown` (more waveform) and `progressed`."""

    changed = Signal()
    peaks_grown = Signal()
    progressed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def clear(self) -> None:
        """Forget the file."""
        self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        self.status = LaneStatus.EMPTY
        self.path: Path | None = None
        self.tagged_title = self.artist = ""
        self.format: AudioFormat | None = None
        self.duration_s: float | None = None
        self.peaks: PeakPyramid | None = None
        self.track: DeskTrack | None = None
        self.fraction = 0.0
        self.problem = ""

    @property
    def analysis(self) -> Analysis | None:
        """What was measured, once the whole file has been read."""
        return None if self.track is None else self.track.analysis

    @property
    def title(self) -> str:
        """The file's name without its suffix."""
        return "" if self.path is None else self.path.stem

    def start(self, path: Path) -> None:
        """A file begins to be read. The lane is never seen empty in between: the desk would give way to the welcome."""
        self._forget()
        self.status, self.path = LaneStatus.READING, path
        self.changed.emit()

    def named(self, title: str, artist: str) -> None:
        """The file's tags are known; either may be empty."""
        self.tagged_title, self.artist = title, artist
        self.changed.emit()

    def opened(self, audio_format: AudioFormat, duration_s: float | None) -> None:
        """The file's header is known, and the length that it promises."""
        self.format, self.duration_s = audio_format, duration_s
        self.changed.emit()

    def grow(self, peaks: PeakPyramid) -> None:
        """More of the waveform can be drawn."""
        self.peaks = peaks
        self.peaks_grown.emit()

    def progress(self, fraction: float) -> None:
        """`fraction` (0 to 1) of the file has been read."""
        self.fraction = fraction
        self.progressed.emit(fraction)

    def ready(self, track: DeskTrack) -> None:
        """The whole file has been read and measured."""
        self.status, self.track, self.fraction = LaneStatus.READY, track, 1.0
        self.format, self.peaks = track.analysis.format, track.peaks
        self.duration_s = track.frames / track.sample_rate
        self.peaks_grown.emit()
        self.changed.emit()

    def fail(self, problem: str) -> None:
        """The file cannot be used; `problem` says why and what to do."""
        self.status, self.problem = LaneStatus.FAILED, problem
        self.changed.emit()
