"""Loudness over the window of every slot, for the history: known before anything of it has been heard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from masterdesk.window.models.desk_models import Models
from masterdesk.window.workers.measurement import Measurement
from masterdesk.window.workers.window_clips import WindowClip, slot_clips

if TYPE_CHECKING:
    from masterdesk.engine.live import LoudnessSeries

#: Estimates are replaced soon: measured is what stays for a moment, in milliseconds.
SETTLE_MS = 250


class SlotLoudness(Measurement["LoudnessSeries"]):
    """Gives each slot's model its `loudness`, measured from the samples that it has to be heard."""

    def __init__(self, models: Models) -> None:
        super().__init__(partial(slot_clips, models), _loudness_series, SETTLE_MS)
        self._models = models
        for slot in models.slots:
            slot.changed.connect(self.ask)

    def show(self) -> None:
        """Pass on what is of the audio that is heard now."""
        now = slot_clips(self._models)
        for slot in self._models.slots:
            found = self.known.get(slot.key)
            if found is None:
                slot.measure(None)
            elif slot.key in now and found.token == now[slot.key].token:
                slot.measure(found.value)


def _loudness_series(clip: WindowClip) -> LoudnessSeries:
    from masterdesk.engine.live import loudness_series

    return loudness_series(clip.samples.T, clip.sample_rate, clip.start_s, ramps_in=True)
