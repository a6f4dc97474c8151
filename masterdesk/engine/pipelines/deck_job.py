"""What travels between the deck and its worker processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block
from masterdesk.engine.limit import Drive
from masterdesk.engine.match import MatchReport
from masterdesk.engine.pipelines.references import Aims
from masterdesk.engine.types.analysis import Analysis, Loudness
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Window:
    """Which frames of the track the previews are of."""

    start_frame: int
    frames: int

    @property
    def stop_frame(self) -> int:
        """The first frame behind it."""
        return self.start_frame + self.frames


@dataclass(frozen=True, eq=False)
class DeskSource:
    """A desk track as any process can read it: the file of its samples, interleaved float32. A `TakeSource`."""

    samples_path: Path
    sample_rate: int
    channels: int
    frames: int
    analysis: Analysis

    @property
    def is_quick_to_read(self) -> bool:
        """It is decoded already."""
        return True

    def blocks(self, start: int = 0, exact: bool = False) -> Iterator[Block]:
        """All frames from `start` on, blocks of shape (channels, frames)."""
        with self.samples_path.open("rb") as file:
            file.seek(start * self.channels * 4)
            while (frames := np.fromfile(file, np.float32, GRID_FRAMES * self.channels)).size:
                yield np.ascontiguousarray(frames.reshape(-1, self.channels).T)


@dataclass(frozen=True)
class KeptFiles:
    """Where the study of a take lies, and its audio up to the limiter, if that was kept."""

    study: Path
    audio: Path | None

    def part(self, first: int) -> Path:
        """Where the study of the part that begins at frame `first` lies, until all parts are joined."""
        return self.study.with_name(f"{self.study.name}.{first}")

    def remove(self) -> None:
        """Delete what there is."""
        parts = self.study.parent.glob(f"{self.study.name}.*")
        for path in (self.study, self.audio, *parts):
            if path is not None:
                path.unlink(missing_ok=True)


@dataclass(frozen=True)
class KnownDrive:
    """The drive of a master, exact, and by how much the limiter's prediction reads high."""

    drive: Drive
    settled_lu: float


@dataclass(frozen=True)
class SlotJob:
    """One slot to be previewed: all that a worker needs to know.

    `desk_path` holds the pickled `DeskSource`; `samples_path` is where to put the preview's samples;
    `kept` what is known of the whole take, `known` its exact drive; `match` what the settings' references ask for;
    `aims` what follows for the track, `aimed` the drive before it is held against the audio, once these were found.
    """

    desk_path: Path
    samples_path: Path
    settings: Settings
    window: Window
    kept: KeptFiles | None = None
    known: KnownDrive | None = None
    match: Match | None = None
    aims: Aims | None = None
    aimed: Drive | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class PreviewReadings:
    """What is known of a preview besides its samples.

    `loudness` is of the whole master (its range and peak estimated as long as the drive is), `window_lufs` the
    integrated loudness of the samples. `gain_reduction_db` (<= 0) is the limiter's, deepest value of each
    `reduction_hop_frames`; `eq_gain_db` (bands, points) is the equalizer's on the mid signal at
    `eq_frequencies_hz`, one point per `eq_hop_frames`. Both begin with the window. `match_report` tells what was
    moved towards the references, if there are any.
    """

    drive_db: float
    loudness: Loudness
    window_lufs: float | None
    reduction_hop_frames: int
    gain_reduction_db: FloatArray
    eq_hop_frames: int
    eq_frequencies_hz: FloatArray
    eq_gain_db: FloatArray
    warnings: tuple[Warning, ...]
    match_report: MatchReport | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class SlotAnswer(PreviewReadings):
    """A preview: its samples lie in the job's file, interleaved float32; `known` where it is exact.

    `studied` is the part of the take that was learnt on the way, `aims` what the take was made for,
    `aimed` its drive.
    """

    aims: Aims
    aimed: Drive
    known: KnownDrive | None
    studied: Window | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the samples are those of the master."""
        return self.known is not None
