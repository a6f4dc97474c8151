"""Energy of mid and side over time, and the stereo image that follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.spectrum_meter import Spectra
from masterdesk.engine.dsp.cells import cell_edges, cell_products
from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND
from masterdesk.engine.types.analysis import StereoBand, StereoImage
from masterdesk.engine.units import POWER_FLOOR

FloatArray = npt.NDArray[np.float64]

BANDS = (("low", 0.0, 120.0), ("mid", 120.0, 4000.0), ("high", 4000.0, 20000.0))
LOW_BAND_TO_HZ = 120.0
#: Below this there is only DC and what the window spreads of it.
LOWEST_HZ = 8.0
#: A channel this much weaker than the other is silent: there is no balance or correlation to speak of.
SILENT_CHANNEL = 1e-7
#: What is left when DC is taken away, and what a band holds, must stand out of the rounding errors.
ROUNDING_OF_DC, ROUNDING_OF_SPECTRUM = 1e-6, 1e-11


@dataclass(frozen=True, eq=False)
class StereoEnergy:
    """Energy per 100 ms of mid, of side, and of their product, and the sums of the samples of mid and side."""

    mid: FloatArray
    side: FloatArray
    cross: FloatArray
    mid_sum: float
    side_sum: float
    frames: int


class StereoMeter:
    """Sums products of mid and side over every 100 ms; fed whole seconds, then what is left."""

    def __init__(self, sample_rate: int) -> None:
        self._edges = cell_edges(sample_rate, HOPS_PER_SECOND)
        self._energies: list[npt.NDArray[np.float32]] = []
        self._sums = np.zeros(2)
        self._frames = 0

    def push(self, parts: npt.NDArray[np.float32]) -> None:
        """Take the next second of mid and side, (1 or 2, frames)."""
        frames = parts.shape[1]
        edges = np.append(self._edges[self._edges < frames], frames)
        energies = np.zeros((3, len(edges) - 1), dtype=np.float32)
        energies[: len(parts)] = cell_products(parts, parts, edges)
        if len(parts) == 2:
            energies[2] = cell_products(parts[:1], parts[1:], edges)[0]
        self._energies.append(energies)
        self._sums[: len(parts)] += parts.sum(axis=1)
        self._frames += frames

    def finish(self) -> StereoEnergy:
        """Energies per started 100 ms."""
        energies = np.concatenate([*self._energies, np.zeros((3, 0))], axis=1)
        mid, side, cross = energies
        return StereoEnergy(mid, side, cross, float(self._sums[0]), float(self._sums[1]), self._frames)


@dataclass(frozen=True)
class ImagePowers:
    """Power of mid and of side, and mean of mid times side, of a whole track or of a band of it."""

    mid: float
    side: float
    cross: float

    @property
    def correlation(self) -> float | None:
        """Correlation of left and right, -1 to +1; `None` where one of them is silent."""
        if not self._has_both:
            return None
        left, right = self._left_right
        return max(-1.0, min(1.0, (self.mid - self.side) / math.sqrt(left * right)))

    @property
    def width(self) -> float | None:
        """Side RMS / (mid RMS + side RMS); `None` for silence."""
        if self.mid + self.side <= POWER_FLOOR:
            return None
        return math.sqrt(self.side) / (math.sqrt(self.mid) + math.sqrt(self.side))

    @property
    def balance_db(self) -> float | None:
        """Right minus left power; `None` where one of them is silent."""
        if not self._has_both:
            return None
        left, right = self._left_right
        return 10.0 * math.log10(right / left)

    @property
    def _left_right(self) -> tuple[float, float]:
        both = self.mid + self.side
        return both + 2.0 * self.cross, both - 2.0 * self.cross

    @property
    def _has_both(self) -> bool:
        low, high = sorted(self._left_right)
        return low > POWER_FLOOR and low > SILENT_CHANNEL * high


def stereo_image(energy: StereoEnergy, spectra: Spectra) -> StereoImage:
    """The image of a track and of its bands, DC left out. One channel alone is a perfectly narrow image."""
    whole = track_powers(energy)
    bands = tuple(_band(name, start, end, spectra) for name, start, end in BANDS)
    return StereoImage(whole.correlation, whole.width, whole.balance_db, bands)


def track_powers(energy: StereoEnergy) -> ImagePowers:
    """Mean powers of a whole track, DC left out."""
    frames = max(energy.frames, 1)
    mid_mean, side_mean = energy.mid_sum / frames, energy.side_sum / frames
    mid = _remaining(energy.mid.sum() / frames, mid_mean**2)
    side = _remaining(energy.side.sum() / frames, side_mean**2)
    return ImagePowers(mid, side, energy.cross.sum() / frames - mid_mean * side_mean if mid and side else 0.0)


def _remaining(power: float, dc_power: float) -> float:
    remainder = power - dc_power
    return remainder if remainder > ROUNDING_OF_DC * dc_power else 0.0


def _band(name: str, start: float, end: float, spectra: Spectra) -> StereoBand:
    spectrum = spectra.low if end <= LOW_BAND_TO_HZ else spectra.high
    mid, side, cross = spectrum.between(max(start, LOWEST_HZ), end)
    if mid + side <= ROUNDING_OF_SPECTRUM * (spectra.high.mid.sum() + spectra.high.side.sum()):
        return StereoBand(name, start, end, None, None)
    powers = ImagePowers(mid, side, cross)
    return StereoBand(name, start, end, powers.width, powers.correlation)
