"""What the deck hands to those who listen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.pipelines.desk.slot_job import PreviewReadings
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.types.settings import Settings


@dataclass(frozen=True, eq=False, kw_only=True)
class SlotAudio(PreviewReadings):
    """A slot's preview. While `exact` is false, the drive is estimated; else the samples are those of the master.

    `samples` is (frames, channels), read-only. Where only a part of the window has been rendered so far, `piece`
    says which; the rest is what was there before, and the gains are 0 there.
    """

    slot: int
    settings: Settings
    window: Window
    sample_rate: int
    samples: npt.NDArray[np.float32]
    exact: bool
    piece: Window | None = None


class SlotListener(Protocol):
    """Hears of one call of `Deck.render`, until the slot wants something else; called from threads of the deck.

    The deck waits for it, and `render`, `cancel` and `close` of another thread do: it returns soon. It may use the
    deck itself, but must not wait for a thread that does.
    """

    def on_audio(self, audio: SlotAudio) -> None:
        """A piece, an estimate, or the exact preview, after which nothing more comes."""
        ...

    def on_progress(self, fraction: float) -> None:
        """So much (0 to 1) of the way to the exact preview is done."""
        ...

    def on_failed(self, error: MasterDeskError) -> None:
        """There is no preview, and nothing more comes."""
        ...
