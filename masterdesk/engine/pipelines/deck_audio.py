"""What the deck hands to those who listen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.match import MatchReport
from masterdesk.engine.pipelines.deck_job import Window
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.settings import Settings

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class SlotAudio:
    """A slot's preview. While `exact` is false, the drive is estimated; else the samples are those of the master.

    `samples` is (frames, channels), read-only. `loudness` is of the whole master (its range and peak
    estimated while `exact` is false), `window_lufs` the integrated loudness of these samples.
    `gain_reduction_db` (<= 0) is the limiter's, deepest value of each
    `reduction_hop_frames`; `eq_gain_db` (bands, points) is the equalizer's on
    the mid signal at `eq_frequencies_hz`, one point per `eq_hop_frames`. Both begin with the window.
    `match_report` tells what was moved towards the references, if there are any. Where only a part of the window has
    been rendered so far, `piece` says which; the rest is what was there before, and the gains are 0 there.
    """

    slot: int
    settings: Settings
    window: Window
    sample_rate: int
    samples: npt.NDArray[np.float32]
    exact: bool
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
    piece: Window | None = None


class SlotListener(Protocol):
    """Hears of one job; called from a thread of the deck."""

    def on_audio(self, audio: SlotAudio) -> None:
        """A piece, an estimate, or the exact preview, after which nothing more comes."""
        ...

    def on_progress(self, fraction: float) -> None:
        """So much (0 to 1) of the way to the exact preview is done."""
        ...

    def on_failed(self, error: MasterDeskError) -> None:
        """There is no preview, and nothing more comes."""
        ...
