"""Live: meters and spectra of what is heard, fed block by block, and the statistics of a listening test."""

from masterdesk.engine.live.live_meter import LiveMeter
from masterdesk.engine.live.readings import LiveReadings

__all__ = ["LiveMeter", "LiveReadings"]
