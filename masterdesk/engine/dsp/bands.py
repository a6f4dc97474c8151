"""Frequency bands, and the power in them from short-time spectra."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

#: Nominal third octaves from 20 Hz to 20 kHz, base-two series around 1 kHz (IEC 61260-1).
THIRD_OCTAVE_HZ: FloatArray = np.asarray(1000.0 * 2.0 ** (np.arange(-17, 14) / 3.0), dtype=np.float64)

EQ_BANDS = 16
#: Edges of the 16 EQ bands: 5/8 octave each, together 20 Hz to 20.48 kHz.
EQ_EDGES_HZ: FloatArray = np.asarray(20.0 * 2.0 ** (0.625 * np.arange(EQ_BANDS + 1)), dtype=np.float64)
EQ_CENTERS_HZ: FloatArray = np.sqrt(EQ_EDGES_HZ[:-1] * EQ_EDGES_HZ[1:])

STFT_FRAMES_AT_48K = 4096


def third_octave_edges(first: int = 0, count: int = len(THIRD_OCTAVE_HZ)) -> FloatArray:
    """Edges in Hz of `count` neighboring bands of THIRD_OCTAVE_HZ from index `first` on, (count + 1,)."""
    lower = THIRD_OCTAVE_HZ[first : first + count] * 2.0 ** (-1.0 / 6.0)
    return np.append(lower, THIRD_OCTAVE_HZ[first + count - 1] * 2.0 ** (1.0 / 6.0))


def stft_frames(sample_rate: int) -> int:
    """Window length: 4096 frames at 44.1 and 48 kHz, the same time to within a third at other rates; a power of two."""
    return int(2 ** round(math.log2(STFT_FRAMES_AT_48K * sample_rate / 46_000.0)))


def hann(frames: int) -> FloatArray:
    """Periodic Hann window."""
    return np.asarray(0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(frames) / frames))


def power_scale(window: FloatArray) -> float:
    """Factor from |spectrum|^2 of a windowed signal to power per bin, both halves of the spectrum counted.

    Summed over its bins, a sine of amplitude 1 then has the power 0.5 (-3.01 dB).
    """
    return float(2.0 / (len(window) * np.sum(window**2)))


def band_shares(edges_hz: npt.ArrayLike, fft_frames: int, sample_rate: float) -> FloatArray:
    """How much of each bin of a real spectrum belongs to each band, (fft_frames // 2 + 1, bands), 0 to 1.

    A bin stands for half a bin's width on either side of it, so that a band
    narrower than a bin gets its part of it. Nothing lies above half the rate.
    """
    width = sample_rate / fft_frames
    centers = np.arange(fft_frames // 2 + 1) * width
    low = np.maximum(centers - width / 2.0, 0.0)[:, None]
    high = np.minimum(centers + width / 2.0, sample_rate / 2.0)[:, None]
    edges = np.asarray(edges_hz, dtype=np.float64)
    overlap = np.minimum(high, edges[None, 1:]) - np.maximum(low, edges[None, :-1])
    return np.asarray(np.maximum(overlap, 0.0) / width)
