"""Decoding tables of the telephone codecs of ITU-T G.711, full scale 1.0."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def _mu_law() -> npt.NDArray[np.float64]:
    code = ~np.arange(256) & 0xFF
    magnitude = ((2 * (code & 0x0F) + 33) << (code >> 4 & 7)) - 33
    return np.where(code & 0x80, -magnitude, magnitude) * 4 / 32768.0


def _a_law() -> npt.NDArray[np.float64]:
    code = np.arange(256) ^ 0x55
    exponent, mantissa = code >> 4 & 7, 2 * (code & 0x0F) + 1
    magnitude = np.where(exponent == 0, mantissa, (mantissa + 32) << np.maximum(exponent - 1, 0))
    return np.where(code & 0x80, magnitude, -magnitude) * 8 / 32768.0


MU_LAW = _mu_law()
A_LAW = _a_law()
