"""What the heard source is held against."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.slot import aimed_lufs

#: Readings are shown to a tenth: what rounds to the ceiling has not passed it.
TOLERANCE_DB = 0.05
#: True peaks above this clip somewhere, whatever was aimed at.
FULL_SCALE_DBTP = 0.0


@dataclass(frozen=True)
class Targets:
    """Loudness aimed at and ceiling of the heard slot; both `None` for Original and Reference."""

    loudness_lufs: float | None = None
    ceiling_dbtp: float | None = None

    def peak_tone(self, true_peak_dbtp: float | None) -> str:
        """The theme's color for a true peak: within the ceiling, above it, or above full scale."""
        if true_peak_dbtp is None:
            return "text"
        if true_peak_dbtp > FULL_SCALE_DBTP + TOLERANCE_DB:
            return "danger"
        if self.ceiling_dbtp is None:
            return "text"
        return "warning" if true_peak_dbtp > self.ceiling_dbtp + TOLERANCE_DB else "ok"


def targets_of(models: Models) -> Targets:
    """Targets of what is heard."""
    slot = models.desk.state.heard_slot
    if slot is None:
        return Targets()
    settings = models.desk.state.slots[slot]
    return Targets(aimed_lufs(models.slots[slot], settings), settings.ceiling_dbtp)
