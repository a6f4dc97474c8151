"""Where a codec or a sample rate cut a track off, and what is left of the band in which it did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.types.analysis import LongTermSpectrum

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: An edge is looked for above this frequency.
ABOVE_HZ = 3000.0
#: Third octaves in a row that differ by more than this, in dB, mark the end of what was kept.
CLIFF_OF_BANDS_DB = 16.0
#: In a spectrum: steps of the search, and the widths on either side of a gap whose powers are compared.
STEP_HZ, SIDE_HZ, GAP_HZ = 50.0, 500.0, 300.0
#: A fall by this much over the gap is a cut (music falls by up to 12 dB there, codecs by 30), behind which nothing
#: comes back to within so much of what was before it.
CLIFF_DB = 16.0
#: Of a band less than this share is not enough to tell of the whole.
LEAST_SHARE = 0.25
NOTHING = 1e-18
HALF_THIRD = 2.0 ** (1.0 / 6.0)


def known_bands(band_db: FloatArray, frequencies_hz: FloatArray) -> BoolArray:
    """Which bands lie below the edge that a codec's low-pass or a low sample rate left, if there is one."""
    drops = (np.diff(band_db) < -CLIFF_OF_BANDS_DB) & (frequencies_hz[1:] > ABOVE_HZ)
    known = np.ones(band_db.size, dtype=np.bool_)
    if drops.any():
        known[int(np.argmax(drops)) + 1 :] = False
    return known


def kept_shares(spectrum: LongTermSpectrum, frequencies_hz: FloatArray) -> FloatArray:
    """Share (0 to 1) of each third octave that lies below the edge of a spectrum; less than `LEAST_SHARE` is 0."""
    low, high = frequencies_hz / HALF_THIRD, frequencies_hz * HALF_THIRD
    shares = np.clip((_edge_hz(spectrum) - low) / (high - low), 0.0, 1.0)
    return np.where(shares < LEAST_SHARE, 0.0, shares)


def _edge_hz(spectrum: LongTermSpectrum) -> float:
    """Frequency at which a spectrum breaks off for good; infinite where it does not."""
    at = np.arange(ABOVE_HZ, float(spectrum.to_hz[-1]) - GAP_HZ - SIDE_HZ, STEP_HZ)
    if not at.size:
        return float("inf")
    before, after = _level_db(spectrum, at - GAP_HZ / 2.0 - SIDE_HZ), _level_db(spectrum, at + GAP_HZ / 2.0)
    highest_later = np.maximum.accumulate(after[::-1])[::-1]
    falls = before - highest_later
    if falls.max() < CLIFF_DB:
        return float("inf")
    return float(at[int(np.argmax(falls >= CLIFF_DB))]) + GAP_HZ / 2.0


def _level_db(spectrum: LongTermSpectrum, from_hz: FloatArray) -> FloatArray:
    """Mean power per Hz over `SIDE_HZ` from each of some frequencies on, in dB."""
    edges = np.concatenate([[0.0], spectrum.to_hz])
    below = np.concatenate([[0.0], np.cumsum(spectrum.mid_power + spectrum.side_power, dtype=np.float64)])
    power = np.interp(from_hz + SIDE_HZ, edges, below) - np.interp(from_hz, edges, below)
    return np.asarray(10.0 * np.log10(np.maximum(power / SIDE_HZ, NOTHING)))
