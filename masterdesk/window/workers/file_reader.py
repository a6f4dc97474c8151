"""Reads the file of one lane: waveform first, then the whole, then what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.window.models.lane import LaneModel
from masterdesk.window.workers.task import Task

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk_track import DeskTrack, PeakUpdate


class FileReader(QObject):
    """Fills a `LaneModel` from a file, one file at a time: a new one stops the one before."""

    def __init__(self, lane: LaneModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._reading: _Reading | None = None

    def read(self, path: Path, sample_rate: int | None = None) -> None:
        """Read `path`; its samples are kept at `sample_rate` (Hz; `None`: the file's own)."""
        self.stop()
        self._lane.start(path)
        reading = _Reading(path, sample_rate, self)
        reading.opened.connect(self._open)
        reading.grown.connect(self._grow)
        reading.named.connect(self._name)
        reading.progressed.connect(self._progress)
        reading.succeeded.connect(self._ready)
        reading.failed.connect(self._fail)
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

    @property
    def _is_stale(self) -> bool:
        """Whether the signal being handled comes from a reading that was given up."""
        return self.sender() is not self._reading

    def _open(self, audio_format: AudioFormat, duration_s: float | None) -> None:
        if not self._is_stale:
            self._lane.opened(audio_format, duration_s)

    def _grow(self, update: PeakUpdate) -> None:
        if not self._is_stale:
            self._lane.grow(update.peaks)

    def _name(self, title: str, artist: str) -> None:
        if not self._is_stale:
            self._lane.named(title, artist)

    def _progress(self, stage: str, fraction: float) -> None:
        if not self._is_stale:
            self._lane.progress(fraction)

    def _ready(self, track: DeskTrack) -> None:
        if self._is_stale:
            track.close()
        else:
            self._end()
            self._lane.ready(track)

    def _fail(self, error: MasterDeskError) -> None:
        if not self._is_stale:
            self._end()
            self._lane.fail(str(error))

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
        from masterdesk.engine.pipelines.desk_track import load_desk_track

        return load_desk_track(self._path, progress, self._open, self._grow, self._sample_rate)

    def discard(self, answer: DeskTrack) -> None:
        """Give the temporary disk back."""
        answer.close()

    def _open(self, audio_format: AudioFormat, expected_frames: int | None) -> None:
        rate = self._sample_rate or audio_format.sample_rate
        self.opened.emit(audio_format, None if expected_frames is None else expected_frames / rate)

    def _grow(self, update: PeakUpdate) -> None:
        """Tags come after the first of the waveform, which is what people wait for."""
        self.grown.emit(update)
        if not self._is_named:
            self._is_named = True
            from masterdesk.engine.encode.tags.copying import read_tags

            tags = read_tags(self._path)
            self.named.emit(tags.first("title") or "", tags.first("artist") or "")
