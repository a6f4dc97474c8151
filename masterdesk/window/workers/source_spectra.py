"""The mean spectrum of every source over the window, to be drawn beside the one that is heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject

from masterdesk.engine.progress import Progress
from masterdesk.window.models.desk_models import Models
from masterdesk.window.workers.measurement import Measurement
from masterdesk.window.workers.window_clips import WindowClip, file_clips, slot_clips

if TYPE_CHECKING:
    from masterdesk.engine.live import Spectrum

#: A window that is being dragged is measured when it has rested this long, in milliseconds.
SETTLE_MS = 300


class SourceSpectra(Measurement):
    """`changed` when a curve is another than before."""

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(SETTLE_MS, parent)
        self._models = models
        self._spectra: dict[str, tuple[object, Spectrum]] = {}
        self._curves: dict[str, npt.NDArray[np.float64]] = {}
        models.track.changed.connect(self.ask)
        models.reference.changed.connect(self.ask)
        models.desk.window_changed.connect(self.ask)
        for slot in models.slots:
            slot.changed.connect(self.ask)

    def curves(self) -> dict[str, npt.NDArray[np.float64]]:
        """Level in dB at each point of the live model's frequencies, by source."""
        return self._curves

    def follow_options(self) -> None:
        """Smoothing or tilt changed."""
        live = self._models.live
        self._curves = {
            key: spectrum.curve_db(live.smoothing_octaves, live.tilt_db_per_octave)
            for key, (_, spectrum) in self._spectra.items()
        }
        self.changed.emit()

    def work(self) -> Callable[[Progress], dict[str, tuple[object, Spectrum]]]:
        """Measure what is not known yet."""
        clips = {**file_clips(self._models), **slot_clips(self._models)}
        return partial(_measured, clips, dict(self._spectra))

    def take(self, answer: dict[str, tuple[object, Spectrum]]) -> None:
        """Show these from now on."""
        self._spectra = answer
        self.follow_options()

    def forget(self) -> None:
        """Show none."""
        self.take({})


def _measured(
    clips: dict[str, WindowClip], known: dict[str, tuple[object, Spectrum]], progress: Progress
) -> dict[str, tuple[object, Spectrum]]:
    from masterdesk.engine.live import long_term_spectrum

    found = {}
    for key, clip in clips.items():
        progress.advance(0.0)
        is_known = key in known and known[key][0] == clip.token
        found[key] = known[key] if is_known else (clip.token, long_term_spectrum(clip.samples.T, clip.sample_rate))
    return found
