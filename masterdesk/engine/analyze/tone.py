"""The tone of a track in 16 bands."""

from __future__ import annotations

from masterdesk.engine.analyze.spectrum_meter import LOW_BANDS, Spectra
from masterdesk.engine.dsp.bands import EQ_CENTERS_HZ, EQ_EDGES_HZ, third_octave_edges
from masterdesk.engine.types.analysis import EqBand
from masterdesk.engine.units import POWER_FLOOR, db_from_power


def eq_levels(spectra: Spectra, sample_rate: int) -> tuple[EqBand, ...]:
    """Mean level over the track of the bands of 5/8 octave; `None` where there is silence, or no signal can be.

    The channels are averaged in power: a full-scale sine in both reads -3.01 dB.
    """
    low_to_hz = third_octave_edges()[LOW_BANDS]
    bands = []
    for center, start, end in zip(EQ_CENTERS_HZ, EQ_EDGES_HZ[:-1], EQ_EDGES_HZ[1:], strict=True):
        mid, side, _ = (spectra.low if end <= low_to_hz else spectra.high).between(start, end)
        is_measured = mid + side > POWER_FLOOR and center < sample_rate / 2
        bands.append(EqBand(float(center), float(db_from_power(mid + side)) if is_measured else None))
    return tuple(bands)
