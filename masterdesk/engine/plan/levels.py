"""What a plan needs to know of a track: band levels over time, which moments sound, and where sections change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.band_weights import k_weights
from masterdesk.engine.types.analysis import Timeline

FloatArray = npt.NDArray[np.float64]

#: Seconds between the points of a plan.
POINT_S = 0.5
#: A moment counts when its K-weighted power is above both gates.
ABSOLUTE_GATE_DB = -65.0
RELATIVE_GATE_DB = -35.0
#: Sections are found by comparing this many seconds before and after a point ...
SECTION_SPAN_S = 8.0
#: ... and begin where the balance or the level changes by this much, in dB RMS over octaves.
SECTION_CHANGE_DB = 3.5


@dataclass(frozen=True, eq=False)
class TrackLevels:
    """Band powers at plan points.

    `power` and `side_power` have the shape (bands, points): mean power over the sounding
    part of each point; `weight` is the sounding share (0 to 1) of each point;
    `sections` holds the first point of each section, and the number of points at the end.
    """

    frequencies_hz: FloatArray
    power: FloatArray
    mid_power: FloatArray
    side_power: FloatArray
    weight: FloatArray
    sections: tuple[int, ...]

    @property
    def sounds(self) -> bool:
        """Whether there is anything above the gates."""
        return bool(self.weight.any())

    def whole(self, power: FloatArray) -> FloatArray:
        """Mean of a band power over everything that sounds, shape (bands,)."""
        mean: FloatArray = (power * self.weight).sum(axis=1) / max(self.weight.sum(), 1e-9)
        return mean


def track_levels(timeline: Timeline) -> TrackLevels:
    """Gather a timeline into plan points."""
    frequencies = np.asarray(timeline.band_frequencies_hz, dtype=np.float64)
    sounding = sounding_moments(timeline)
    per_point = max(1, round(POINT_S / timeline.band_hop_s))
    mid, side = (_gather(p, sounding, per_point) for p in (timeline.band_mid_power, timeline.band_side_power))
    weight = _chunked(sounding.astype(np.float64)[np.newaxis], per_point).mean(axis=2)[0]
    power = mid + side
    return TrackLevels(frequencies, power, mid, side, weight, _sections(power, weight, frequencies))


def sounding_moments(timeline: Timeline) -> npt.NDArray[np.bool_]:
    """Which moments of the timeline are loud enough to say something about the track, as in BS.1770's gates."""
    weights = k_weights(timeline.band_frequencies_hz).astype(np.float32)
    loudness = weights @ (timeline.band_mid_power + timeline.band_side_power)
    over = loudness > 10.0 ** (ABSOLUTE_GATE_DB / 10.0)
    if not over.any():
        return np.asarray(over)
    return np.asarray(over & (loudness > loudness[over].mean() * 10.0 ** (RELATIVE_GATE_DB / 10.0)))


def _chunked(values: FloatArray, per_point: int) -> FloatArray:
    """Shape (bands, moments) to (bands, points, per_point), the last point filled up with zeros."""
    missing = -values.shape[1] % per_point
    padded = np.pad(values, ((0, 0), (0, missing)))
    return padded.reshape(values.shape[0], -1, per_point)


def _gather(power: npt.NDArray[np.floating], sounding: npt.NDArray[np.bool_], per_point: int) -> FloatArray:
    total = _chunked(np.where(sounding, power, 0.0), per_point).sum(axis=2)
    count = _chunked(sounding.astype(np.float64)[np.newaxis], per_point).sum(axis=2)
    return np.asarray(total / np.maximum(count, 1.0), dtype=np.float64)


def _sections(power: FloatArray, weight: FloatArray, frequencies: FloatArray) -> tuple[int, ...]:
    """First points of the sections, found where the mean levels of the seconds before and after differ most."""
    span = round(SECTION_SPAN_S / POINT_S)
    points = weight.size
    if points < 2 * span:
        return (0, points)
    change = _change(_octaves(power, frequencies), weight, span)
    return (0, *_peaks(change, span), points)


def _peaks(change: FloatArray, span: int) -> list[int]:
    """Points of greatest change, at least `span` apart from each other and from both ends."""
    free = np.zeros(change.size, dtype=np.bool_)
    free[span : change.size - span + 1] = True
    found = []
    for point in np.argsort(-change, kind="stable"):
        if change[point] < SECTION_CHANGE_DB:
            break
        if free[point]:
            found.append(int(point))
            free[max(point - span + 1, 0) : point + span] = False
    return sorted(found)


def _octaves(power: FloatArray, frequencies: FloatArray) -> FloatArray:
    """Power in octaves of what is heard: a third octave changes with every note, an octave with the sound."""
    first = int(np.searchsorted(frequencies, 40.0))
    last = int(np.searchsorted(frequencies, 12500.0, side="right"))
    return np.add.reduceat(power[first:last], np.arange(0, last - first, 3), axis=0)


def _change(power: FloatArray, weight: FloatArray, span: int) -> FloatArray:
    """RMS over bands of the level difference, in dB, between the `span` points after and before each point."""
    sums = np.pad(np.cumsum(power * weight, axis=1), ((0, 0), (1, 0)))
    counts = np.pad(np.cumsum(weight), (1, 0))
    edge = np.arange(weight.size + 1)
    before, after = np.maximum(edge - span, 0), np.minimum(edge + span, weight.size)
    with_before, with_after = counts[edge] - counts[before], counts[after] - counts[edge]
    mean_before = (sums[:, edge] - sums[:, before]) / np.maximum(with_before, 1e-9)
    mean_after = (sums[:, after] - sums[:, edge]) / np.maximum(with_after, 1e-9)
    difference = 10.0 * np.log10((mean_after + 1e-9) / (mean_before + 1e-9))
    heard = (with_before > 0.25 * span) & (with_after > 0.25 * span)
    return np.where(heard, np.sqrt(np.mean(np.clip(difference, -12.0, 12.0) ** 2, axis=0)), 0.0)[:-1]
