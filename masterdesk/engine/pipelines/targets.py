"""What was asked of a master against what its file measures."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.engine.limit import Drive
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.settings import Settings

#: How far the integrated loudness of the written file may lie from its target, in LU.
LOUDNESS_TOLERANCE_LU = 0.1


@dataclass(frozen=True)
class Target:
    """What was asked (`None`: nothing), what the file measures (`None`: no reading), whether the two agree."""

    asked: float | None
    reached: float | None
    met: bool


@dataclass(frozen=True)
class Targets:
    """Loudness and true peak of a master, with the reasons where one was not met."""

    integrated_lufs: Target
    true_peak_dbtp: Target
    warnings: tuple[Warning, ...]


def targets(settings: Settings, drive: Drive, measured: Loudness) -> Targets:
    """Hold the settings of a master against the readings of its file."""
    loudness = _loudness_target(settings.loudness_lufs, measured.integrated_lufs)
    peak = measured.true_peak_dbtp
    ceiling = Target(settings.ceiling_dbtp, peak, peak is None or peak <= settings.ceiling_dbtp)
    warnings = []
    if not loudness.met:
        warnings.append(Warning("target_not_reached", _loudness_reason(loudness, drive)))
    if not ceiling.met:
        text = f"The true peak is {peak:.2f} dBTP, above the ceiling of {settings.ceiling_dbtp:g}; lower the ceiling."
        warnings.append(Warning("ceiling_passed", text))
    return Targets(loudness, ceiling, tuple(warnings))


def _loudness_target(asked: float | None, reached: float | None) -> Target:
    met = asked is None or (reached is not None and abs(reached - asked) <= LOUDNESS_TOLERANCE_LU)
    return Target(asked, reached, met)


def _loudness_reason(loudness: Target, drive: Drive) -> str:
    reached = "has no loudness reading" if loudness.reached is None else f"measures {loudness.reached:.1f} LUFS"
    why = f": {drive.reason}" if drive.reason else ""
    return f"The master {reached} for a target of {loudness.asked:g} LUFS{why}."
