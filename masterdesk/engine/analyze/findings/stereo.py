"""Findings on the stereo image."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.findings.times import stretches
from masterdesk.engine.analyze.stereo_meter import StereoEnergy
from masterdesk.engine.types.findings import Finding

#: Side below mid by this much is one signal on two channels (-60 dB); a channel below the other by as much is silent.
NO_SIDE = 1e-6
NO_CHANNEL = 1e-3

#: Correlation over 3 s. The widest of real mixes stay above -0.4.
WINDOW_HOPS = 30
TROUBLED_CORRELATION = -0.4
SHORTEST_TROUBLE_S = 1.0
#: Windows this far below the mean power of the track (-15 dB) are not heard as hollow.
HEARD_SHARE = 0.03
TROUBLED_LOW_CORRELATION = -0.2
MAX_TIMES = 8


def mono(evidence: Evidence) -> Finding | None:
    """One signal, on one channel or on two."""
    if evidence.format.channels == 1:
        return Finding("mono", "info", "The file has one channel: the master will be mono, with nothing to widen.")
    mid, side = evidence.tone.energy.mid.sum(), evidence.tone.energy.side.sum()
    if evidence.format.channels != 2 or side > NO_SIDE * mid:
        return None
    return Finding(
        "mono",
        "info",
        "Left and right are the same: a mono track in a stereo file. Stereo settings will have nothing to work on; "
        "if the mix was meant to be stereo, check its export.",
    )


def one_sided(evidence: Evidence) -> Finding | None:
    """A channel without sound."""
    peaks = evidence.levels.channel_peaks
    if len(peaks) != 2 or peaks.min() > NO_CHANNEL * peaks.max():
        return None
    name, other = ("left", "right") if peaks[0] < peaks[1] else ("right", "left")
    return Finding(
        "one_sided",
        "warning",
        f"The {name} channel is silent: all sound is on the {other}. If that is not meant, check the routing of the "
        "export, or make the file mono first.",
    )


def phase_trouble(evidence: Evidence) -> Finding | None:
    """Channels that cancel each other on one loudspeaker."""
    if evidence.format.channels != 2 or one_sided(evidence):
        return None
    places = [(start, length) for start, length in _troubled(evidence.tone.energy) if length >= SHORTEST_TROUBLE_S]
    low = evidence.stereo.bands[0].correlation
    is_long = len(evidence.tone.energy.mid) > WINDOW_HOPS
    is_low_troubled = is_long and low is not None and low < TROUBLED_LOW_CORRELATION
    if not places and not is_low_troubled:
        return None
    what = (
        f"For {_total(places):.0f} s left and right largely cancel each other" if places else "The bass is out of phase"
    )
    return Finding(
        "phase_trouble",
        "warning",
        f"{what}: played on one loudspeaker the mix loses {_mono_loss_db(evidence.tone.energy):.1f} dB overall, "
        "and parts of it vanish. Look for a channel with inverted polarity or an extreme widener in the mix.",
        tuple(start for start, _ in sorted(sorted(places, key=lambda place: -place[1])[:MAX_TIMES])),
    )


def _total(places: list[tuple[float, float]]) -> float:
    return sum(length for _, length in places)


def _troubled(energy: StereoEnergy) -> list[tuple[float, float]]:
    """Start and length in seconds of the stretches with a strongly negative correlation."""
    mid, side, cross = (_windowed(values) for values in (energy.mid, energy.side, energy.cross))
    both = mid + side
    left, right = both + 2.0 * cross, both - 2.0 * cross
    norm = np.sqrt(np.maximum(left * right, 0.0))
    is_heard = both > HEARD_SHARE * both.mean() if len(both) else np.zeros(0, dtype=np.bool_)
    return stretches(is_heard & (mid - side < TROUBLED_CORRELATION * norm) & (norm > 1e-6 * both))


def _windowed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    window = np.ones(min(WINDOW_HOPS, max(len(values), 1)))
    return np.convolve(values, window, mode="same") if len(values) else values


def _mono_loss_db(energy: StereoEnergy) -> float:
    mid, side = energy.mid.sum(), energy.side.sum()
    return 10.0 * math.log10((mid + side) / max(mid, 1e-6 * side))
