"""Reads the file of one lane: waveform first, then the whole, then what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.progress import Progress
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.window.models.lane import LaneModel
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk.desk_track import DeskTrack, PeakUpdate


class FileReader(QObject):
    """Fills a `LaneModel` from a file, one file at a time: a new one stops the one before."""

    def __init__(self, lane: LaneModel) -> None:
        super().__init__()
        self._lane = lane
        self._reading: _Reading | None = None

    def read(self, path: Path, sample_rate: int | None = None) -> None:
        """Read `path`; its samples are kept at `sample_rate` (Hz; `None`: the file's own)."""
        self.stop()
        self._lane.start(path)
        lane, reading = self._lane, _Reading(path, sample_rate, self)
        reading.opened.connect(lane.opened)
        reading.grown.connect(lane.grow)
        reading.named.connect(lane.named)
        reading.progressed.connect(lambda stage, fraction: lane.progress(fraction))
        reading.succeeded.connect(lane.ready)
        reading.failed.connect(lambda error: lane.fail(str(error)))
        reading.ended.connect(self._end)
        self._reading = reading
        reading.start()

    def stop(self) -> None:
        """Give up reading, and let go of the file that was read before."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        if self._lane.track is not None:
            self._lane.track.close()

    def clear(self) -> None:
        """Empty the lane."""
        self.stop()
        self._lane.clear()

    def _end(self) -> None:
        self._reading = None


class _Reading(Task):
    """One pass over a file. Loading the engine belongs to it, since the first window does not need the engine."""

    opened = Signal(object, object)
    grown = Signal(object)
    named = Signal(str, str)

    def __init__(self, path: Path, sample_rate: int | None, parent: QObject) -> None:
        super().__init__(self._load, parent)
        self._path, self._sample_rate = path, sample_rate
        self._is_named = False

    def _load(self, progress: Progress) -> DeskTrack:
        from masterdesk.engine.pipelines.desk.desk_track import load_desk_track

        return load_desk_track(self._path, progress, self._open, self._grow, self._sample_rate)

    def discard(self, answer: DeskTrack) -> None:
        """Give the temporary disk back."""
        answer.close()

    def _open(self, audio_format: AudioFormat, expected_frames: int | None) -> None:
        rate = self._sample_rate or audio_format.sample_rate
        self.tell("opened", audio_format, None if expected_frames is None else expected_frames / rate)

    def _grow(self, update: PeakUpdate) -> None:
        """Tags come after the first of the waveform, which is what people wait for."""
        self.tell("grown", update.peaks)
        if not self._is_named:
            self._is_named = True
            from masterdesk.engine.encode.tags.copying import read_tags

            tags = read_tags(self._path)
            self.tell("named", tags.first("title") or "", tags.first("artist") or "")
