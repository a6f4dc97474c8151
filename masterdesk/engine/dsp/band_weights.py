"""How much each band counts in loudness."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# ITU-R BS.1770-5, tables 1 and 2: both filters at 48 kHz.
_RATE_HZ = 48000.0
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def k_weights(frequencies_hz: npt.ArrayLike) -> FloatArray:
    """Power gain of the K-weighting of ITU-R BS.1770-5 at each frequency."""
    hertz = np.minimum(np.asarray(frequencies_hz, dtype=np.float64), 0.49 * _RATE_HZ)
    z = np.exp(-2j * np.pi * hertz / _RATE_HZ)
    gain = np.ones_like(hertz)
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        gain *= np.abs(_at(numerator, z) / _at(denominator, z)) ** 2
    return gain


def _at(coefficients: tuple[float, float, float], z: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
    b0, b1, b2 = coefficients
    return b0 + b1 * z + b2 * z * z
