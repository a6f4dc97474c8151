"""How much of each third octave belongs to each band of the dynamics."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.crossover import TRANSITION_OCTAVES

FloatArray = npt.NDArray[np.float64]


def crossover_shares(crossovers_hz: Sequence[float], frequencies_hz: FloatArray) -> FloatArray:
    """Amplitude shares, (bands, thirds), that add up to 1 in each third octave: raised cosines, as in the dynamics."""
    lower = [np.zeros(frequencies_hz.size)]
    for crossover_hz in crossovers_hz:
        octaves = np.log2(frequencies_hz / crossover_hz) / TRANSITION_OCTAVES
        lower.append(0.5 - 0.5 * np.sin(np.pi * np.clip(octaves, -0.5, 0.5)))
    return np.diff(np.stack([*lower, np.ones(frequencies_hz.size)]), axis=0)
