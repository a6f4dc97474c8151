"""What travels between the deck and its worker processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from masterdesk.engine.limit import Drive
from masterdesk.engine.match import MatchReport
from masterdesk.engine.pipelines.takes.job import TakeJob
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.pipelines.takes.references import Aims
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.findings import Warning

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True)
class KnownDrive:
    """The drive of a master, exact, and by how much the limiter's prediction reads high."""

    drive: Drive
    settled_lu: float


@dataclass(frozen=True, kw_only=True)
class SlotJob(TakeJob):
    """One slot to be previewed: all that a worker needs to know.

    `samples_path` is where to put the preview's samples; `known` is the exact drive, `aimed` the drive before it is
    held against the audio, once these were found.
    """

    samples_path: Path
    window: Window
    known: KnownDrive | None = None
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
