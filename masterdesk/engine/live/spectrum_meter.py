"""The spectrum of what is heard."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.live.spectrum import GRID_HZ, Spectrum, power_per_bin, tilt_db, window_frames

FloatArray = npt.NDArray[np.float64]

#: Time weightings of sound level meters (IEC 61672-1), in seconds.
BALLISTICS_S = {"fast": 0.125, "slow": 1.0}
HOP_AT_48K = 1024
#: The long windows are taken every so many hops, as they overlap more.
HOPS_PER_SPECTRUM = (4, 2, 1)


class SpectrumMeter:
    """Spectra of a mono or stereo stream: now, averaged since reset, and the highest since reset.

    Spectra are taken at fixed frames of the stream, about 43 times a second, so
    blocks of any size give the same. Not safe for several threads at once.
    """

    def __init__(
        self, sample_rate: int, channels: int, smoothing_octaves: float = 1 / 6, ballistics: str = "fast"
    ) -> None:
        self._rate, self._channels = sample_rate, channels
        self._hop = frames_at(sample_rate, HOP_AT_48K)
        self._smoothing_octaves = smoothing_octaves
        self.ballistics = ballistics
        self.reset()

    @property
    def frequencies_hz(self) -> FloatArray:
        """Where the curves have their points."""
        return GRID_HZ

    @property
    def smoothing_octaves(self) -> float:
        """Width of the bands, 0 for none."""
        return self._smoothing_octaves

    @smoothing_octaves.setter
    def smoothing_octaves(self, octaves: float) -> None:
        if octaves != self._smoothing_octaves:
            self._smoothing_octaves = octaves
            self._highest_db = _nothing_db()

    def reset(self) -> None:
        """Forget everything heard so far."""
        self._layers = [
            _Layer(frames, hops * self._hop / self._rate)
            for frames, hops in zip(window_frames(self._rate), HOPS_PER_SPECTRUM, strict=True)
        ]
        self._recent: npt.NDArray[np.float32] = np.zeros((self._channels, self._layers[0].frames), dtype=np.float32)
        self._ahead = 0
        self._frames = 0
        self._highest_db = _nothing_db()

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames) in float32, every sample finite."""
        for start in range(0, block.shape[1], self._hop):
            self._push_part(block[:, start : start + self._hop])

    def rest(self, duration_s: float) -> None:
        """Nothing is heard for a while (paused): the spectrum of now falls, the others stay."""
        for layer in self._layers:
            layer.now = layer.now * math.exp(-duration_s / BALLISTICS_S[self.ballistics])

    def now(self) -> Spectrum:
        """The spectrum now, weighted in time by `ballistics`."""
        return Spectrum(self._rate, tuple(layer.now for layer in self._layers))

    def average(self) -> Spectrum:
        """Mean since reset; nothing at all before the longest window is full (0.7 s), or there would be no bass."""
        is_full = self._layers[0].count > 0
        means = (layer.total / layer.count if is_full else np.zeros_like(layer.total) for layer in self._layers)
        return Spectrum(self._rate, tuple(means))

    def peak_hold_db(self, tilt_db_per_octave: float = 3.0) -> FloatArray:
        """Highest level since reset (or since `smoothing_octaves` changed) at each point of `frequencies_hz`."""
        return self._highest_db + tilt_db(tilt_db_per_octave)

    def _push_part(self, part: Block) -> None:
        """Take at most a hop."""
        self._recent = np.concatenate([self._recent, part], axis=1, dtype=np.float32)
        self._ahead += part.shape[1]
        if self._ahead < self._hop:
            return
        self._ahead -= self._hop
        self._frames += self._hop
        end = self._recent.shape[1] - self._ahead
        for layer, hops in zip(self._layers, HOPS_PER_SPECTRUM, strict=True):
            if self._frames % (hops * self._hop) == 0:
                layer.take(self._recent[:, end - layer.frames : end], self._frames, BALLISTICS_S[self.ballistics])
        np.maximum(self._highest_db, self.now().curve_db(self._smoothing_octaves), out=self._highest_db)
        self._recent = self._recent[:, -self._layers[0].frames - self._hop :]


def _nothing_db() -> FloatArray:
    return np.full(len(GRID_HZ), -200.0)


class _Layer:
    """Power per bin in one resolution."""

    def __init__(self, frames: int, step_s: float) -> None:
        self.frames = frames
        self.now: FloatArray = np.zeros(frames // 2 + 1)
        self.total: FloatArray = np.zeros(frames // 2 + 1)
        self.count = 0
        self._step_s = step_s

    def take(self, window: Block, frames_heard: int, time_constant_s: float) -> None:
        power = power_per_bin(np.asarray(window, dtype=np.float32))
        # A new array: whoever read the old one keeps it.
        self.now = self.now + (1.0 - math.exp(-self._step_s / time_constant_s)) * (power - self.now)
        if frames_heard >= self.frames:
            self.total += power
            self.count += 1
