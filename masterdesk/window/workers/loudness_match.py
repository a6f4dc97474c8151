"""Measures how loud each source is within the window, so that all are heard equally loud."""

from __future__ import annotations

from functools import partial

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SOURCE_KEYS
from masterdesk.window.workers.measurement import Measurement
from masterdesk.window.workers.window_clips import WindowClip, file_clips

#: A window that is being dragged is measured when it has rested this long, in milliseconds.
SETTLE_MS = 120
#: What is louder than the others is brought down by this at most, in dB.
MAX_CUT_DB = 30.0


class LoudnessMatch(Measurement[float | None]):
    """Gains at which the sources are equally loud. `changed` when they are others than before.

    Both files are measured here; slots come with the loudness of their window.
    """

    def __init__(self, models: Models) -> None:
        super().__init__(partial(file_clips, models), _integrated_lufs, SETTLE_MS)
        self._models = models
        models.track.changed.connect(self.ask)
        models.reference.changed.connect(self.ask)
        models.desk.window_changed.connect(self.ask)
        models.desk.listening_changed.connect(self.changed)
        for slot in models.slots:
            slot.changed.connect(self.changed)

    def gains_db(self) -> dict[str, float]:
        """The gain of each source: all come down to the quietest, so that nothing clips."""
        loudness = self.window_lufs() if self._models.desk.state.match_loudness else {}
        floor = min(loudness.values(), default=0.0)
        return {key: max(floor - loudness.get(key, floor), -MAX_CUT_DB) for key in SOURCE_KEYS}

    def window_lufs(self) -> dict[str, float]:
        """Measured loudness of every source that has one."""
        of_slots = {slot.key: slot.audio.window_lufs for slot in self._models.slots if slot.audio is not None}
        of_files = {key: found.value for key, found in self.known.items()}
        return {key: lufs for key, lufs in {**of_files, **of_slots}.items() if lufs is not None}


def _integrated_lufs(clip: WindowClip) -> float | None:
    from masterdesk.engine.live.clip_loudness import integrated_lufs

    return integrated_lufs(clip.samples.T, clip.sample_rate)
