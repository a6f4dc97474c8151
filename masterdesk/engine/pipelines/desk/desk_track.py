"""A track on the desk: decoded to disk, drawn and measured in one pass over its file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from masterdesk.engine.analyze import analyze
from masterdesk.engine.decode import AudioSource, open_source
from masterdesk.engine.dsp.peaks import PeakPyramid
from masterdesk.engine.dsp.prefetch import prefetch
from masterdesk.engine.dsp.processor import Block, frames_in
from masterdesk.engine.dsp.resample import resample, resampled_frames
from masterdesk.engine.pipelines.closable import Closable
from masterdesk.engine.pipelines.desk.desk_spool import DeskSpool
from masterdesk.engine.pipelines.desk.sketch import is_worth_sketching, sketched
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.takes.track import check_masterable
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.audio_format import AudioFormat

#: Seconds between two looks at the waveform while a file is read.
UPDATE_S = 0.06

OnOpened = Callable[[AudioFormat, int | None], None]


@dataclass(frozen=True, eq=False)
class PeakUpdate:
    """How much of a waveform is known: `known_frames` of `expected_frames` (`None`: nobody knows how many come)."""

    peaks: PeakPyramid
    known_frames: int
    expected_frames: int | None


class DeskTrack(Closable):
    """A mono or stereo track, decoded and measured. `close` gives its temporary disk back.

    `frames`, `samples` and `peaks` are at `sample_rate`; `format` and
    `analysis` are of the file as it is.
    """

    def __init__(self, path: Path, analysis: Analysis, sample_rate: int, peaks: PeakPyramid, spool: DeskSpool) -> None:
        self.path = path
        self.format: AudioFormat = analysis.format
        self.analysis = analysis
        self.sample_rate = sample_rate
        self.channels = analysis.format.channels
        self.frames = spool.frames
        self.peaks = peaks
        self.spool_path = spool.path
        self._spool = spool

    def samples(self) -> np.memmap[tuple[int, int], np.dtype[np.float32]]:
        """All frames, read-only, (frames, channels) in float32: a map of the file `spool_path`."""
        return self._spool.samples()

    def close(self) -> None:
        """Delete the temporary file; arrays from `samples` stay readable."""
        self._spool.close()


@one_blas_thread
def load_desk_track(
    path: str | os.PathLike[str],
    progress: Progress,
    on_opened: OnOpened | None = None,
    on_peaks: Callable[[PeakUpdate], None] | None = None,
    sample_rate: int | None = None,
) -> DeskTrack:
    """Read a file once: its samples to the temporary disk, its waveform and its analysis.

    `on_opened(format, expected_frames)` is called as soon as the header is
    read, `on_peaks` some 15 times a second from then on and once at the end,
    both from a thread that works. With `sample_rate` (Hz) the samples and
    the waveform (and `expected_frames`) are at that rate.

    Raises `InputError` for what is no usable audio or has more than two
    channels, `OutputError` where the temporary disk is full, `Cancelled`.
    """
    source = open_source(path)
    check_masterable(source)
    rate = sample_rate or source.format.sample_rate
    expected = source.expected_frames
    frames = None if expected is None else resampled_frames(expected, source.format.sample_rate, rate)
    if on_opened is not None:
        on_opened(source.format, frames)
    spool = DeskSpool(source.format.channels, frames)
    try:
        loading = _Loading(source, rate, frames, spool, on_peaks)
        loading.sketch(progress)
        analysis = loading.run(progress)
    except BaseException:
        spool.close()
        raise
    return DeskTrack(source.path, analysis, rate, loading.peaks, spool)


class _Loading:
    """One pass over a source, on its way to a desk track."""

    def __init__(
        self,
        source: AudioSource,
        rate: int,
        frames: int | None,
        spool: DeskSpool,
        on_peaks: Callable[[PeakUpdate], None] | None,
    ) -> None:
        self._source, self._rate, self._expected_frames = source, rate, frames
        self._spool, self._on_peaks = spool, on_peaks
        self._updated = -UPDATE_S
        self.peaks = PeakPyramid(source.format.channels, frames, spool.read)

    def run(self, progress: Progress) -> Analysis:
        """Read everything."""
        source = self._source
        stream = prefetch(self._kept(source.blocks()))
        followed = progress.follow(stream, source.expected_frames, frames_in)
        analysis = analyze(os.fspath(source.path), source.format, followed, lambda: source.report.warnings)
        self._update()
        return analysis

    def sketch(self, progress: Progress) -> None:
        """Show a long file in outline before it is read."""
        if is_worth_sketching(self._source):
            at, cells = sketched(self._source, progress)
            self.peaks.sketch(at * (self._rate / self._source.format.sample_rate), cells)
            self._update()

    def _kept(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Pass blocks through while they are spooled and drawn; ends with the whole waveform."""
        if self._rate == self._source.format.sample_rate:
            for block in blocks:
                self._keep(block)
                yield block
        else:
            yield from self._resampled(blocks)
        self.peaks.finish()

    def _resampled(self, blocks: Iterator[Block]) -> Iterator[Block]:
        passed: list[Block] = []

        def tee() -> Iterator[Block]:
            for block in blocks:
                passed.append(block)
                yield block

        for block in resample(tee(), self._source.format.sample_rate, self._rate):
            self._keep(block)
            yield from passed
            passed.clear()
        yield from passed

    def _keep(self, block: Block) -> None:
        self._spool.append(block)
        self.peaks.push(block)
        if time.monotonic() - self._updated >= UPDATE_S:
            self._update()

    def _update(self) -> None:
        self._updated = time.monotonic()
        if self._on_peaks is not None:
            self._on_peaks(PeakUpdate(self.peaks, self.peaks.known_frames, self._expected_frames))
