"""Loudness over the window of every slot, for the history: known before anything of it has been heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from masterdesk.engine.progress import Progress
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.workers.measurement import Measurement
from masterdesk.window.workers.window_clips import WindowClip, slot_clips

if TYPE_CHECKING:
    from masterdesk.engine.live import LoudnessSeries

#: Estimates are replaced soon: measured is what stays for a moment, in milliseconds.
SETTLE_MS = 250


class SlotLoudness(Measurement):
    """Gives each slot's model its `loudness`, measured from the samples that it has to be heard."""

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(SETTLE_MS, parent)
        self._models = models
        self._known: dict[str, tuple[object, LoudnessSeries]] = {}
        for slot in models.slots:
            slot.changed.connect(self.ask)

    def work(self) -> Callable[[Progress], dict[str, tuple[object, LoudnessSeries]]]:
        """Measure what is not known yet."""
        return partial(_measured, slot_clips(self._models), dict(self._known))

    def take(self, answer: dict[str, tuple[object, LoudnessSeries]]) -> None:
        """Pass on what is of the audio that is heard now."""
        self._known = answer
        now = slot_clips(self._models)
        for key, slot in zip(SLOT_KEYS, self._models.slots, strict=True):
            if key in answer and key in now and answer[key][0] == now[key].token:
                slot.measure(answer[key][1])
        self.changed.emit()

    def forget(self) -> None:
        """What slots have may be of other audio."""
        self._known = {}
        for slot in self._models.slots:
            slot.measure(None)


def _measured(
    clips: dict[str, WindowClip], known: dict[str, tuple[object, LoudnessSeries]], progress: Progress
) -> dict[str, tuple[object, LoudnessSeries]]:
    from masterdesk.engine.live import loudness_series

    found = {}
    for key, clip in clips.items():
        progress.advance(0.0)
        if key in known and known[key][0] == clip.token:
            found[key] = known[key]
        else:
            series = loudness_series(clip.samples.T, clip.sample_rate, clip.start_s, ramps_in=True)
            found[key] = clip.token, series
    return found
