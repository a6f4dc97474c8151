"""A source opened for mastering: its range chosen, its samples measured."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from masterdesk.engine.analyze import LevelMeters, ToneMeters, ToneReadings, analyze, drawn_up, read
from masterdesk.engine.decode import AudioSource, open_source
from masterdesk.engine.dsp.processor import Block, frames_in
from masterdesk.engine.errors import InputError, SettingsError, shown_path
from masterdesk.engine.pipelines.closable import Closable
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.processes.pickled import store, taken
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.takes.source import AnalyzedSource
from masterdesk.engine.pipelines.takes.spool import Spool, has_room_for
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.settings import Selection

MAX_CHANNELS = 2


@dataclass(frozen=True, eq=False)
class Track(AnalyzedSource, Closable):
    """A mono or stereo source, the range of it that is mastered, and what was measured of that range."""

    source: AudioSource
    start: int
    stop: int | None
    analysis: Analysis
    decoded: Spool | None = None

    def blocks(self, start: int = 0, exact: bool = False) -> Iterator[Block]:
        """The range from its frame `start` on as blocks of shape (channels, frames), float32.

        With `exact`, float64 where the source holds more than float32 can keep.
        """
        if self.decoded is not None:
            return self.decoded.blocks(start)
        dtype = np.float64 if exact and (self.source.format.bit_depth or 0) > 24 else np.float32
        return self.source.blocks(self.start + start, self.stop, dtype=dtype)

    def stored(self) -> StoredTrack:
        """This track as another process can open it; what was decoded must have a path."""
        decoded = None if self.decoded is None else self.decoded.path
        return StoredTrack(self.source.path, self.start, self.stop, self.analysis, decoded)

    def close(self) -> None:
        """Give the temporary disk back."""
        if self.decoded is not None:
            self.decoded.remove()


@dataclass(frozen=True, eq=False)
class StoredTrack(AnalyzedSource):
    """All it takes to open a `Track` again. A `TakeSource` that can be pickled."""

    path: Path
    start: int
    stop: int | None
    analysis: Analysis
    decoded: Path | None

    def blocks(self, start: int = 0, exact: bool = False) -> Iterator[Block]:
        """As of a `Track`."""
        return self._track.blocks(start, exact)

    def stored(self) -> StoredTrack:
        """This very track."""
        return self

    @cached_property
    def _track(self) -> Track:
        decoded = None if self.decoded is None else Spool.opened(self.channels, self.decoded)
        return Track(open_source(self.path), self.start, self.stop, self.analysis, decoded)


@one_blas_thread
def analyze_file(
    path: str | os.PathLike[str], progress: Progress | None = None, second: SecondProcess | None = None
) -> Analysis:
    """Measure a whole file of up to 8 channels; a `second` process takes half of the meters, if it is there.

    Raises `InputError` where it is no usable audio.
    """
    source, progress = open_source(path), progress or Progress()
    if second is None:
        return _analyze(source, source.blocks(), progress)
    return _analyze_in_two(source, 0, None, progress, second)


def load_track(
    path: str | os.PathLike[str],
    selection: Selection | None,
    progress: Progress,
    second: SecondProcess | None = None,
    new_decoded: Callable[[], Path] | None = None,
) -> Track:
    """Open and measure a file to be mastered; a `second` process helps where it pays.

    Where decoding takes long, what was decoded is kept: at a path that `new_decoded` gives, or in a file without a
    name.
    Raises `InputError` for a file that is no usable audio or has more than two
    channels, `SettingsError` for a selection outside the file.
    """
    source = open_source(path)
    check_masterable(source)
    start, stop = _range(source, selection)
    if second is not None and source.format.is_lossless:
        return Track(source, start, stop, _analyze_in_two(source, start, stop, progress, second))
    decoded = _decoded_spool(source, new_decoded)
    try:
        blocks = source.blocks(start, stop)
        analysis = _analyze(source, blocks if decoded is None else decoded.tee(blocks), progress)
    except BaseException:
        if decoded is not None:
            decoded.remove()
        raise
    return Track(source, start, stop, analysis, decoded)


def check_masterable(source: AudioSource) -> None:
    """Raise `InputError` for a source that is neither mono nor stereo."""
    if source.format.channels > MAX_CHANNELS:
        raise InputError(
            f"{shown_path(source.path)} has {source.format.channels} channels",
            "masters are made from mono or stereo; export a stereo mix of it first",
        )


def _range(source: AudioSource, selection: Selection | None) -> tuple[int, int | None]:
    if selection is None:
        return 0, None
    rate, frames = source.format.sample_rate, source.format.frames
    start = round(selection.start_s * rate)
    stop = None if selection.end_s is None else round(selection.end_s * rate)
    if frames is not None and start >= frames:
        raise SettingsError(
            f"selection {selection} starts behind the end of {shown_path(source.path)}",
            f"the file is {frames / rate:.2f} s long; choose an earlier range",
        )
    return start, stop


def _decoded_spool(source: AudioSource, new_path: Callable[[], Path] | None) -> Spool | None:
    """Room for the decoded samples of a source that is slow to decode a second time."""
    frames, channels = source.expected_frames, source.format.channels
    if source.format.is_lossless or frames is None or not has_room_for(frames, channels):
        return None
    return Spool(channels, None if new_path is None else new_path())


def _analyze(source: AudioSource, blocks: Iterator[Block], progress: Progress) -> Analysis:
    return analyze(
        os.fspath(source.path), source.format, _followed(source, blocks, progress), lambda: source.report.warnings
    )


def _analyze_in_two(
    source: AudioSource, start: int, stop: int | None, progress: Progress, second: SecondProcess
) -> Analysis:
    """Both processes decode the file, each for its own set of meters."""
    path, rate, kept = os.fspath(source.path), source.format.sample_rate, _tone_path(source, second)
    with second.sharing(_read_tone, path, start, stop, kept, progress=progress) as tone:
        levels = read(LevelMeters(source.format), rate, _followed(source, source.blocks(start, stop), progress))
        try:
            answer = tone.result()
            found: ToneReadings = taken(answer) if isinstance(answer, Path) else answer
        except InputError:  # a sandbox keeps the other process from what this one could read
            blocks = _followed(source, source.blocks(start, stop), progress)
            found = read(ToneMeters(source.format), rate, blocks)
    return drawn_up(path, source.format, levels, found, source.report.warnings)


@one_blas_thread
def _read_tone(path: str, start: int, stop: int | None, kept: Path | None, progress: Progress) -> ToneReadings | Path:
    """Leave the readings at `kept`, since on the way through a pipe they would be in memory four times, and say so.

    They are returned themselves where there is no room.
    """
    source = open_source(path)
    blocks = _followed(source, source.blocks(start, stop), progress)
    found = read(ToneMeters(source.format), source.format.sample_rate, blocks)
    with contextlib.suppress(OSError):
        if kept is not None:
            store(found, kept)
            return kept
    return found


def _tone_path(source: AudioSource, second: SecondProcess) -> Path | None:
    with contextlib.suppress(OSError):
        if has_room_for(source.expected_frames or 0, source.format.channels):
            return second.new_path(".tone")
    return None


def _followed(source: AudioSource, blocks: Iterator[Block], progress: Progress) -> Iterator[Block]:
    return progress.follow(blocks, source.expected_frames, frames_in)
