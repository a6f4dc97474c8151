"""One track under one set of settings, processed up to the limiter and ready to be rendered in part or whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from masterdesk.engine.dsp.prefetch import Line, prefetch
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Processor, chain
from masterdesk.engine.dsp.resample import resample, resampled_frames
from masterdesk.engine.limit import Drive, Limiter, LimiterStudy, Study, limited_lufs, solve_drive
from masterdesk.engine.pipelines.closable import Closable
from masterdesk.engine.pipelines.spool import Spool, has_room_for
from masterdesk.engine.pipelines.track import Track
from masterdesk.engine.plan import make_plan
from masterdesk.engine.process import WindowSpectra, build_processors, process_spectra, starts_with_spectra
from masterdesk.engine.progress import Progress
from masterdesk.engine.resources import profile
from masterdesk.engine.types.settings import Settings

#: Reduction up to which the predicted loudness is exact enough not to be measured.
PREDICTABLE_REDUCTION_DB = 3.0
#: Loudness error in LU that is not worth another run of the limiter.
SETTLED_LU = 0.02
MAX_SETTLING_RUNS = 2


class Take(Closable):
    """One track on its way to a master at `sample_rate`: made with its plan, then processed once.

    After `process`, `render` gives any range of the master, as often as asked, so
    that a preview is cut from the very audio that the full file holds.
    """

    def __init__(self, track: Track, settings: Settings, sample_rate: int) -> None:
        self.track = track
        self.settings = settings
        self.sample_rate = sample_rate
        self.frames = resampled_frames(track.frames, track.sample_rate, sample_rate)
        style = None if settings.profile is None else profile(settings.profile)
        self.plan = make_plan(track.analysis, style, settings.intensity, settings.stereo_image)
        self._ceiling_dbtp = settings.ceiling_dbtp
        self._settled_lu = 0.0
        self._spool = self._make_spool()
        self._study: Study
        self.drive: Drive

    @property
    def shares_spectra(self) -> bool:
        """Whether `process` can take the track's window spectra, which takes of one track have in common."""
        return starts_with_spectra(self.plan, self.track.channels)

    def process(self, progress: Progress, spectra: Line[WindowSpectra] | None = None) -> None:
        """The first pass: shape, resample and study the whole track, keep it, and solve the drive."""
        stream = self._stream() if spectra is None else self._stream_from(spectra)
        if self._spool is not None:
            stream = self._spool.tee(stream)
        study = LimiterStudy(self.sample_rate, self.track.channels)
        for block in progress.follow(stream, self.frames, lambda block: block.shape[1]):
            study.push(block)
        self._study = study.finish()
        self.aim(offset_lu=0.0, headroom_db=0.0)
        self._settle(progress)

    @property
    def is_processed(self) -> bool:
        """Whether anything before the limiter changes the audio."""
        return bool(self._processors()) or self.sample_rate != self.track.sample_rate

    @property
    def is_at_rest(self) -> bool:
        """Whether the master equals the source sample for sample."""
        limits = self.drive.drive_db != 0.0 or self.drive.predicted_max_reduction_db < 0.0
        return not self.is_processed and not limits

    def aim(self, offset_lu: float, headroom_db: float) -> None:
        """Solve the drive anew for a target moved by `offset_lu` and a ceiling lowered by `headroom_db`.

        This is how a measurement of the written file corrects what a codec did to loudness and peaks.
        """
        loudness = self.settings.loudness_lufs
        target = None if loudness is None else loudness + self._settled_lu + offset_lu
        self._ceiling_dbtp = self.settings.ceiling_dbtp - headroom_db
        self.drive = solve_drive(self._study, target, self._ceiling_dbtp)

    def render(self, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Frames `start` to `stop` of the master, blocks of shape (channels, frames)."""
        stop = self.frames if stop is None else min(stop, self.frames)
        if self.is_at_rest:
            return _cut(self.track.blocks(exact=True), 0, start, stop)
        first = max(start // GRID_FRAMES - 1, 0) * GRID_FRAMES
        limiter = Limiter(
            self.sample_rate, self.track.channels, self.drive.drive_db, self._ceiling_dbtp, self._study, first
        )
        # A chunk more than asked on either side gives the limiter its context beyond the cuts.
        return _cut(chain([limiter], self._processed(first, stop + GRID_FRAMES)), first, start, stop)

    def close(self) -> None:
        """Give the temporary disk back."""
        if self._spool is not None:
            self._spool.close()

    def _settle(self, progress: Progress) -> None:
        """Where the limiter works hard, hold the predicted loudness against the audio as limited and make up for it.

        It is done here and not after writing, so that previews and masters share the same drive.
        """
        for _ in range(MAX_SETTLING_RUNS):
            drive, target = self.drive, self.settings.loudness_lufs
            if target is None or drive.limited or drive.predicted_max_reduction_db > -PREDICTABLE_REDUCTION_DB:
                return
            blocks = progress.follow(self._processed(0, self.frames), None, lambda block: 0.0)
            measured = limited_lufs(self._study, drive.drive_db, self._ceiling_dbtp, blocks)
            if measured is None or abs(measured - target) < SETTLED_LU:
                return
            self._settled_lu -= measured - target
            self.aim(offset_lu=0.0, headroom_db=0.0)

    def _make_spool(self) -> Spool | None:
        # Without a stage to run again, and with a source that is quick to read, a second reading costs less.
        cheap = not self.is_processed and self.track.source.format.is_lossless
        if cheap or not has_room_for(self.frames, self.track.channels):
            return None
        return Spool(self.track.channels)

    def _processors(self) -> list[Processor]:
        return build_processors(self.plan, self.track.sample_rate, self.track.channels)

    def _stream(self) -> Iterator[Block]:
        return self._staged(prefetch(self.track.blocks()), self._processors())

    def _stream_from(self, spectra: Line[WindowSpectra]) -> Iterator[Block]:
        with closing(spectra):
            blocks, later = process_spectra(self.plan, spectra, self.track.sample_rate, self.track.channels)
            # One thread a slot: more would only wait for each other.
            yield from resample(chain(later, blocks), self.track.sample_rate, self.sample_rate)

    def _staged(self, blocks: Iterator[Block], processors: list[Processor]) -> Iterator[Block]:
        """Every stage in a thread of its own, then the resampling."""
        for processor in processors:
            blocks = prefetch(chain([processor], blocks))
        return resample(blocks, self.track.sample_rate, self.sample_rate)

    def _processed(self, start: int, stop: int) -> Iterator[Block]:
        if self._spool is not None:
            return self._spool.blocks(start, stop)
        return _cut(self._stream(), 0, start, stop)


def _cut(blocks: Iterator[Block], first: int, start: int, stop: int) -> Iterator[Block]:
    """Of blocks whose first frame is number `first`, the frames `start` to `stop` (exclusive)."""
    for block in blocks:
        kept = block[:, max(start - first, 0) : max(stop - first, 0)]
        if kept.shape[1]:
            yield kept
        first += block.shape[1]
        if first >= stop:
            return
