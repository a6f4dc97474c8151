"""The mean spectrum of every source over the window, to be drawn beside the one that is heard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from masterdesk.engine.progress import Progress
from masterdesk.window.models.desk_models import Models
from masterdesk.window.workers.task import Task
from masterdesk.window.workers.window_clips import WindowClip, file_clips, slot_clips

if TYPE_CHECKING:
    from masterdesk.engine.live import Spectrum

#: A window that is being dragged is measured when it has rested this long, in milliseconds.
SETTLE_MS = 300


class SourceSpectra(QObject):
    """`changed` when a curve is another than before."""

    changed = Signal()

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._spectra: dict[str, tuple[object, Spectrum]] = {}
        self._curves: dict[str, npt.NDArray[np.float64]] = {}
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._measure)
        models.track.changed.connect(self._timer.start)
        models.reference.changed.connect(self._timer.start)
        models.desk.window_changed.connect(self._timer.start)
        for slot in models.slots:
            slot.changed.connect(self._timer.start)

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

    def close(self) -> None:
        """Stop measuring."""
        self._timer.stop()
        if self._task is not None:
            self._task.close()
            self._task = None

    def _measure(self) -> None:
        if self._task is not None:
            self._timer.start()  # the one before is still at it
            return
        self._task = Task(
            partial(_measured, {**file_clips(self._models), **slot_clips(self._models)}, dict(self._spectra)), self
        )
        self._task.succeeded.connect(self._take)
        self._task.finished.connect(self._end)
        self._task.start()

    def _take(self, spectra: dict[str, tuple[object, Spectrum]]) -> None:
        self._spectra = spectra
        self.follow_options()

    def _end(self) -> None:
        self._task = None


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
