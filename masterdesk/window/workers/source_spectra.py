"""The mean spectrum of every source over the window, to be drawn beside the one that is heard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from masterdesk.window.models.desk_models import Models
from masterdesk.window.workers.measurement import Measurement
from masterdesk.window.workers.window_clips import WindowClip, all_clips

if TYPE_CHECKING:
    from masterdesk.engine.live import Spectrum

#: A window that is being dragged is measured when it has rested this long, in milliseconds.
SETTLE_MS = 300


class SourceSpectra(Measurement["Spectrum"]):
    """`changed` when a curve is another than before."""

    def __init__(self, models: Models) -> None:
        super().__init__(partial(all_clips, models), _long_term_spectrum, SETTLE_MS)
        self._models = models
        self._curves: dict[str, npt.NDArray[np.float64]] = {}
        models.track.changed.connect(self.ask)
        models.reference.changed.connect(self.ask)
        models.desk.window_changed.connect(self.ask)
        for slot in models.slots:
            slot.changed.connect(self.ask)

    def curves(self) -> dict[str, npt.NDArray[np.float64]]:
        """Level in dB at each point of the live model's frequencies, by source."""
        return self._curves

    def show(self) -> None:
        """Smooth and tilt them anew: there are others, or it is wanted otherwise."""
        live = self._models.live
        self._curves = {
            key: found.value.curve_db(live.smoothing_octaves, live.tilt_db_per_octave)
            for key, found in self.known.items()
        }
        self.changed.emit()


def _long_term_spectrum(clip: WindowClip) -> Spectrum:
    from masterdesk.engine.live import long_term_spectrum

    return long_term_spectrum(clip.samples.T, clip.sample_rate)
