"""Power over frequency as the ear divides it: fractional octaves from spectra of three resolutions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.bands import hann, power_scale
from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.units import db_from_power

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]

POINTS_PER_OCTAVE = 48
#: 20 Hz to 20 kHz, through 1 kHz: where every curve has its points.
GRID_HZ: FloatArray = 1000.0 * 2.0 ** (np.arange(-271, 209) / POINTS_PER_OCTAVE)

#: Smoothings offered, in octaves; without any, bands are just so wide that no line falls between two points.
SMOOTHINGS_OCTAVES = (0.0, 1 / 24, 1 / 12, 1 / 6, 1 / 3)
UNSMOOTHED_OCTAVES = 1 / 32
TILTS_DB_PER_OCTAVE = (0.0, 3.0, 4.5)

#: Windows at 44.1 and 48 kHz; the same time to within a third at other rates.
WINDOWS_AT_48K = (32768, 8192, 2048)
#: The narrowest band in bins that holds a sine (at least 83 % of it).
LEAST_BINS = 2.0
#: Slope of spectral density that has equal power in equal parts of an octave (pink noise).
PINK_DB_PER_OCTAVE = 3.0
TILT_PIVOT_HZ = 1000.0


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Mean power per bin, the channels averaged, in three resolutions of the same sound.

    Bins hold both halves of the spectrum: a sine of amplitude 1 has the power 0.5.
    """

    sample_rate: int
    powers: tuple[FloatArray, ...]

    def curve_db(self, smoothing_octaves: float = 1 / 6, tilt_db_per_octave: float = 3.0) -> FloatArray:
        """Level at each point of `GRID_HZ` in a band of `smoothing_octaves` around it, -200 dB for nothing.

        A full-scale sine on all channels reads 0 dB (at most 0.9 dB less in
        bands narrower than two bins). Noise reads its power in the band:
        pink noise of total RMS P dBFS over 20 Hz to 20 kHz reads P + 3.0
        - 10 log10(9.97 / octaves), so P - 14.8 in sixths, at every
        frequency; white noise rises by 3 dB per octave. A tilt other than 3
        dB turns this about 1 kHz: tilts are given as usual, by the slope of
        the spectral density that they make level (0 white, 3 pink, 4.5 the
        mean of popular music).
        """
        curve = np.empty(len(GRID_HZ))
        for power, points in zip(self.powers, _points(self.sample_rate, smoothing_octaves), strict=True):
            curve[points.indices] = points.sums_of(power)
        curve_db: FloatArray = db_from_power(2.0 * curve) + tilt_db(tilt_db_per_octave)
        return curve_db


def tilt_db(tilt_db_per_octave: float) -> FloatArray:
    """What a tilt adds to band power at each point of `GRID_HZ`, in dB."""
    slope = tilt_db_per_octave - PINK_DB_PER_OCTAVE
    return np.asarray(slope * np.log2(GRID_HZ / TILT_PIVOT_HZ), dtype=np.float64)


def window_frames(sample_rate: int) -> tuple[int, ...]:
    """Lengths of the three windows, longest first; powers of two."""
    return tuple(frames_at(sample_rate, frames) for frames in WINDOWS_AT_48K)


def power_per_bin(frames: Float32Array) -> FloatArray:
    """Power spectrum of windows (..., n), the mean over all but the last axis: (n // 2 + 1,)."""
    window, scale = _window(frames.shape[-1])
    spectra = np.fft.rfft(frames * window, axis=-1).reshape(-1, frames.shape[-1] // 2 + 1)
    parts = spectra.view(np.float32)
    # Real and imaginary parts lie side by side.
    squares = np.einsum("pk,pk->k", parts, parts).reshape(-1, 2).sum(axis=1, dtype=np.float64)
    return np.asarray(squares * (scale / len(spectra)))


def long_term_spectrum(samples: npt.NDArray[np.floating], sample_rate: int) -> Spectrum:
    """Mean spectrum of a clip, (channels, frames); silence is taken to follow one shorter than a window."""
    audio = np.ascontiguousarray(samples, dtype=np.float32)
    return Spectrum(sample_rate, tuple(_mean_power(audio, frames) for frames in window_frames(sample_rate)))


#: Windows transformed at once, in samples.
_BATCH_SAMPLES = 1 << 18


def _mean_power(audio: Float32Array, window: int) -> FloatArray:
    hop = window // 2
    if audio.shape[1] < window:
        audio = np.pad(audio, ((0, 0), (0, window - audio.shape[1])))
    windows = np.lib.stride_tricks.sliding_window_view(audio, window, axis=1)[:, ::hop]
    batch = max(_BATCH_SAMPLES // (window * len(audio)), 1)
    total: FloatArray = np.zeros(window // 2 + 1)
    for first in range(0, windows.shape[1], batch):
        part = windows[:, first : first + batch]
        total += power_per_bin(part) * part.shape[1]
    return np.asarray(total / windows.shape[1])


@dataclass(frozen=True, eq=False)
class _Points:
    """Points of the grid that are read from one resolution, and the edges of their bands (2, points) in bins."""

    indices: npt.NDArray[np.intp]
    whole: npt.NDArray[np.intp]
    fraction: FloatArray

    def sums_of(self, power: FloatArray) -> FloatArray:
        """Power within each band."""
        if not len(self.indices):
            return np.zeros(0)
        first, last = int(self.whole[0, 0]), int(self.whole[1, -1]) + 1
        # One bin more: a band may end with the last of them.
        within = np.concatenate([power[first:last], [0.0]])
        below = np.concatenate([[0.0], np.cumsum(within)])
        at = self.whole - first
        low, high = below[at] + self.fraction * within[at]
        return np.asarray(high - low)


@lru_cache(maxsize=32)
def _points(sample_rate: int, smoothing_octaves: float) -> tuple[_Points, ...]:
    """For each resolution the points whose bands it is the quickest to resolve."""
    half = 2.0 ** ((smoothing_octaves or UNSMOOTHED_OCTAVES) / 2.0)
    width_hz = GRID_HZ * (half - 1.0 / half)
    windows = window_frames(sample_rate)
    quickest = np.sum([width_hz >= LEAST_BINS * sample_rate / frames for frames in windows[1:]], axis=0)
    return tuple(
        _band_edges(np.flatnonzero(quickest == index), frames, sample_rate, half)
        for index, frames in enumerate(windows)
    )


def _band_edges(indices: npt.NDArray[np.intp], frames: int, sample_rate: int, half: float) -> _Points:
    centers = GRID_HZ[indices] * (frames / sample_rate)
    # Bin k holds what lies half a bin to either side of it.
    low = np.minimum(centers / half, centers - LEAST_BINS / 2.0) + 0.5
    high = np.maximum(centers * half, centers + LEAST_BINS / 2.0) + 0.5
    edges = np.clip(np.stack([low, high]), 0.0, frames // 2 + 1.0)
    whole = np.floor(edges).astype(np.intp)
    return _Points(indices, whole, edges - whole)


@lru_cache(maxsize=16)
def _window(frames: int) -> tuple[Float32Array, float]:
    window = hann(frames)
    return window.astype(np.float32), power_scale(window)


def octaves_text(smoothing_octaves: float) -> str:
    """A smoothing as people write it: `1/6 oct`, or `off`."""
    return f"1/{round(1.0 / smoothing_octaves)} oct" if smoothing_octaves else "off"
