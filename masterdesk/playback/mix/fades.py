"""Fade curves: short, smooth at both ends, and constant in power when one sound turns into another."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from masterdesk.playback.values import Frames

Curve = npt.NDArray[np.float32]

#: Fades in seconds: between two sounds, from or to silence, at a clip's own edge, across a loop's end, of a gain.
SWITCH_S = 0.020
START_S = 0.015
EDGE_S = 0.005
LOOP_S = 0.010
RAMP_S = 0.020

#: Power below which a sound counts as silence when its likeness to another is taken.
_SILENCE = 1e-12


def fade_frames(seconds: float, sample_rate: int) -> int:
    """Length of a fade in frames, at least one."""
    return max(round(seconds * sample_rate), 1)


def raised_cosine(frames: int) -> Curve:
    """From nearly 0 to nearly 1 in `frames` steps, without a kink at either end."""
    return (np.sin(0.5 * np.pi * (np.arange(frames) + 0.5) / frames) ** 2).astype(np.float32)


class CrossfadeCurves:
    """The two gains of a crossfade, fitted to how alike the two sounds are.

    For sounds of equal power and correlation rho, gains (1 - s, s) give the power
    (1 - s)^2 + s^2 + 2 rho s (1 - s). Dividing by its root keeps the power constant
    for every rho: the same music at the same phase (rho = 1) gets gains that add to
    one, unrelated sounds (rho = 0) gains whose squares do. A fixed equal-power law
    would swell by up to 3 dB between a mix and its master, a linear one would dip
    by 3 dB between track and reference. After Fink, Holters and Zoelzer,
    "Signal-matched power-complementary cross-fading and dry-wet mixing", DAFx-16.
    """

    def __init__(self, frames: int) -> None:
        self.frames = frames
        self._rise = raised_cosine(frames)
        self._fall = self._rise[::-1].copy()
        self._product = 2.0 * self._rise * self._fall
        self._squares = self._rise**2 + self._fall**2
        self.fade_in = self._rise.copy()
        self.fade_out = self._fall.copy()
        self._norm = np.ones_like(self._rise)

    def fit(self, correlation: float) -> None:
        """Set `fade_in` and `fade_out` for sounds of this correlation (below 0 counts as 0); allocates nothing."""
        np.multiply(self._product, np.float32(min(max(correlation, 0.0), 1.0)), out=self._norm)
        np.add(self._norm, self._squares, out=self._norm)
        np.sqrt(self._norm, out=self._norm)
        np.divide(self._rise, self._norm, out=self.fade_in)
        np.divide(self._fall, self._norm, out=self.fade_out)


def correlation(first: Frames, second: Frames) -> float:
    """Normalized correlation (-1 to 1) of two blocks of equal shape, contiguous; 1 where one of them is silent.

    Between a sound and silence there is nothing to keep constant: gains that add
    to one are then as good as any, and change nothing where both are silent.
    """
    a, b = first.reshape(-1), second.reshape(-1)
    power = float(np.dot(a, a)) * float(np.dot(b, b))
    return float(np.dot(a, b)) / math.sqrt(power) if power > _SILENCE else 1.0
