"""One of the five previews as it is heard: on its way, an estimate, or the exact slice of the master."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.types.settings import Settings

if TYPE_CHECKING:
    from masterdesk.engine.live import LoudnessSeries
    from masterdesk.engine.pipelines.desk.deck import SlotAudio


class SlotStatus(Enum):
    """What a slot has to be heard. A slot that renders anew keeps its last audio meanwhile."""

    EMPTY = "empty"
    RENDERING = "rendering"
    ESTIMATED = "estimated"
    EXACT = "exact"
    FAILED = "failed"


class SlotModel(QObject):
    """The living state of the slot that is heard by `key` ("1" to "5").

    `loudness` is that of `audio` over its time, or for a moment still that of the audio before it; `None`
    until it is `measured`.
    """

    changed = Signal()
    progressed = Signal(float)
    measured = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.status = SlotStatus.EMPTY
        self.audio: SlotAudio | None = None
        self.loudness: LoudnessSeries | None = None
        self.fraction = 0.0
        self.problem = ""

    @property
    def is_busy(self) -> bool:
        """Whether a better answer is still to come."""
        return self.status in (SlotStatus.RENDERING, SlotStatus.ESTIMATED)

    def clear(self) -> None:
        """There is no track."""
        self._set(SlotStatus.EMPTY, None)

    def start(self) -> None:
        """New audio is asked for; the old one is heard meanwhile."""
        self.fraction = 0.0
        self._set(SlotStatus.RENDERING, self.audio)

    def progress(self, fraction: float) -> None:
        """`fraction` (0 to 1) of the exact answer is done."""
        self.fraction = fraction
        self.progressed.emit(fraction)

    def arrive(self, audio: SlotAudio) -> None:
        """An answer is there, an estimate or the exact slice."""
        self._set(SlotStatus.EXACT if audio.exact else SlotStatus.ESTIMATED, audio)

    def measure(self, loudness: LoudnessSeries | None) -> None:
        """Loudness over the time of the audio is known."""
        if loudness is not self.loudness:
            self.loudness = loudness
            self.measured.emit()

    def fail(self, problem: str) -> None:
        """No audio can be made with these settings; `problem` says why and what to do."""
        self._set(SlotStatus.FAILED, None, problem)

    def _set(self, status: SlotStatus, audio: SlotAudio | None, problem: str = "") -> None:
        self.status, self.audio, self.problem = status, audio, problem
        if audio is None:
            self.loudness = None
        self.changed.emit()


def aimed_lufs(slot: SlotModel, settings: Settings) -> float | None:
    """The loudness that a slot's master aims at; as far as a reference decides it, what came of that."""
    if not settings.has_reference or settings.match.loudness == 0.0:
        return settings.loudness_lufs
    reached = None if slot.audio is None else slot.audio.loudness.integrated_lufs
    return None if reached is None else round(reached, 1)
