"""Which gain curve a passage takes, judged by trying the fast one on it.

A fast limiter multiplies the music by short dips. What it adds is heard only
where the music does not mask it: hardly in a dense mix, plainly under a
sustained tone. So the fast curve is tried on the passage, driven to a fixed
depth, and the noise it would add is held against the masking threshold of the
passage: Bark bands spread as in Terhardt's model, and the offsets of
J. D. Johnston, "Transform coding of audio signals using perceptual noise
criteria", IEEE JSAC 6 (1988), which ask for more where the spectrum is tonal.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.fft import rfft

from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.limit.envelope import CODE_FLOOR_DB, Codes, decode_levels
from masterdesk.engine.limit.follower import FAST
from masterdesk.engine.limit.grid import cell_frames, cell_rate, frames_from_cells
from masterdesk.engine.limit.slide import highest, mean

Float32Array = npt.NDArray[np.float32]

#: Depth of the trial: this far below the highest peaks around, in dB.
TRIAL_DEPTH_DB = 4.0

#: The peaks around: of this many seconds to either side, smoothed over as many again.
NEIGHBORHOOD_SECONDS = 0.3

#: Gain changes slower than this count as level, not as noise.
LEVEL_SECONDS = 0.025

#: Below this frequency a component is bass, whose single waves a fast curve would bend.
BASS_HZ = 150.0

#: Stands for "nothing to limit here"; no ratio reads as low.
INAUDIBLE_DB = -90.0

_BAND_BARK = 0.5
_HIGHEST_HZ = 16000.0


def window_frames(sample_rate: int) -> int:
    """Frames in a window of the trial: the power of two nearest to 1/22 s (2048 at 44.1 and 48 kHz)."""
    return min(max(1 << round(math.log2(sample_rate / 22.0)), 64), 16384)


def windows_per_chunk(sample_rate: int) -> int:
    """Windows in `GRID_FRAMES`; they do not overlap."""
    return GRID_FRAMES // window_frames(sample_rate)


class Audition:
    """Tries the fast curve on each `GRID_FRAMES` of a track, of which the peaks before and after are known."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._cell = cell_frames(sample_rate)
        self._window = np.hanning(window_frames(sample_rate)).astype(np.float32)

    def judge(self, mid: Float32Array, codes: tuple[Codes, Codes, Codes]) -> tuple[Float32Array, Float32Array]:
        """Noise to mask in dB and share of bass (0 .. 1) of each window.

        `mid` is the mean of the channels of a chunk, `GRID_FRAMES` long;
        `codes` the envelopes of the chunk before, this one, and the one after.
        """
        dips = self._dips(codes)
        size = self._window.size
        noise = np.full(GRID_FRAMES // size, INAUDIBLE_DB, dtype=np.float32)
        bass = np.zeros(GRID_FRAMES // size, dtype=np.float32)
        active = np.nonzero(np.abs(dips).reshape(noise.size, -1).max(axis=1) > 1e-4)[0]
        if active.size:
            music = mid.reshape(-1, size)[active]
            added = music * frames_from_cells(dips, self._cell).reshape(-1, size)[active]
            powers = _powers(music * self._window), _powers(added * self._window)
            noise[active], bass[active] = _noise_to_mask(*powers, _bands(self._rate, size))
        return noise, bass

    def _dips(self, codes: tuple[Codes, Codes, Codes]) -> Float32Array:
        """What the fast curve takes away in each cell of the chunk, as a factor, less its slow part."""
        rate = cell_rate(self._rate)
        size = round(NEIGHBORHOOD_SECONDS * rate)
        reach = min(2 * size + FAST.reach(rate), codes[0].size)
        around_codes = np.concatenate([codes[0][codes[0].size - reach :], codes[1], codes[2][:reach]])
        levels = decode_levels(around_codes, -CODE_FLOOR_DB)  # >= 0
        inner = slice(reach, reach + codes[1].size)
        around = mean(highest(levels, size, size), size, size)
        required = np.maximum(levels - around + np.float32(TRIAL_DEPTH_DB), 0.0)[inner]
        taken = 1.0 - np.exp(FAST.follow(required, rate) * np.float32(-np.log(10.0) / 20.0))
        slow = max(1, round(LEVEL_SECONDS * rate))
        dips: Float32Array = taken - mean(mean(taken, slow // 2, slow // 2), slow // 2, slow // 2)
        return dips


def _powers(windows: Float32Array) -> Float32Array:
    spectrum = rfft(windows, axis=1)
    power: Float32Array = spectrum.real**2 + spectrum.imag**2
    return power


class _Bands(NamedTuple):
    """Half-Bark bands up to 16 kHz of a power spectrum."""

    bins: int
    bass_bins: int
    starts: npt.NDArray[np.intp]
    spread: Float32Array
    bark: Float32Array


@lru_cache(maxsize=8)
def _bands(sample_rate: int, size: int) -> _Bands:
    """The bands of a window of `size` frames."""
    frequencies = np.fft.rfftfreq(size, 1.0 / sample_rate)
    frequencies = frequencies[frequencies <= _HIGHEST_HZ]
    bands = (7.0 * np.arcsinh(frequencies / 650.0) / _BAND_BARK).astype(int)
    starts = np.nonzero(np.diff(bands, prepend=-1))[0]
    bark = bands[starts] * _BAND_BARK
    distance = bark[:, None] - bark[None, :]
    spread = np.where(distance >= 0.0, 10.0 ** (-1.2 * distance), 10.0 ** (2.7 * distance))
    spread /= spread.sum(axis=1).max()
    bass_bins = int(np.searchsorted(frequencies, BASS_HZ))
    return _Bands(frequencies.size, bass_bins, starts, spread.astype(np.float32), bark.astype(np.float32))


def _noise_to_mask(music: Float32Array, noise: Float32Array, bands: _Bands) -> tuple[Float32Array, Float32Array]:
    """Mean over the bands of noise over masking threshold, in dB, and the share of bass; a value per window."""
    music = music[:, : bands.bins]
    levels = np.add.reduceat(music, bands.starts, axis=1)
    added = np.add.reduceat(noise[:, : bands.bins], bands.starts, axis=1)
    tonality = _tonality(music)[:, None]
    offset_db = tonality * (14.5 + bands.bark) + (1.0 - tonality) * 5.5
    mask = (levels @ bands.spread.T) * 10.0 ** (offset_db / -10.0)
    mask += 1e-9 * levels.max(axis=1, keepdims=True) + np.float32(1e-20)
    bass = music[:, : bands.bass_bins].sum(axis=1) / (levels.sum(axis=1) + np.float32(1e-20))
    ratio = 10.0 * np.log10((added / mask).mean(axis=1) + 1e-8)
    return ratio.astype(np.float32), bass.astype(np.float32)


def _tonality(power: Float32Array) -> Float32Array:
    """0 for noise to 1 for tones: spectral flatness over -60 dB (Johnston 1988)."""
    floored = power[:, 1:] + 1e-9 * power.max(axis=1, keepdims=True) + np.float32(1e-20)
    flatness_db = 10.0 * (np.log10(floored).mean(axis=1) - np.log10(floored.mean(axis=1)))
    tonality: Float32Array = np.clip(flatness_db / -60.0, 0.0, 1.0)
    return tonality
