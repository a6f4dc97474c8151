"""Live: meters and spectra of what is heard, fed block by block, and the statistics of a listening test."""

from masterdesk.engine.live.clip_loudness import LoudnessSeries, integrated_lufs, loudness_series
from masterdesk.engine.live.live_meter import LiveMeter
from masterdesk.engine.live.notes import note_name
from masterdesk.engine.live.readings import LiveReadings
from masterdesk.engine.live.spectrum import GRID_HZ, Spectrum, long_term_spectrum
from masterdesk.engine.live.spectrum_meter import SpectrumMeter

__all__ = [
    "GRID_HZ",
    "LiveMeter",
    "LiveReadings",
    "LoudnessSeries",
    "Spectrum",
    "SpectrumMeter",
    "integrated_lufs",
    "long_term_spectrum",
    "loudness_series",
    "note_name",
]
