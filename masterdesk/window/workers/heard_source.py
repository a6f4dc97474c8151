"""Meters for each source, so that switching back and forth compares like with like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from masterdesk.engine.live import GRID_HZ, LiveMeter, SpectrumMeter
from masterdesk.window.models.live import FloatArray, LiveFrame

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk.deck import SlotAudio
    from masterdesk.playback.values import TapBlock


class HeardSource:
    """What was heard of each source since the meters were reset. Used by one thread."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._meters: dict[str, tuple[LiveMeter, SpectrumMeter]] = {}
        self._channels: dict[str, int] = {}
        self._slots: dict[str, SlotAudio | None] = {}
        self._smoothing_octaves, self._tilt_db, self._averages, self._holds_peaks = 1 / 6, 4.5, True, False
        self._last_key = ""

    def obey(self, kind: str, content: Sequence[Any]) -> None:
        """A message from the window: "reset", "slot", "options", "playing" or "show"."""
        if kind == "reset" or (kind == "playing" and content[0]):
            self._meters.clear()
        elif kind == "slot":
            self._take_slot(content[0], content[1])
        elif kind == "options":
            self._smoothing_octaves, self._tilt_db, self._averages, self._holds_peaks = content
            for _, spectrum in self._meters.values():
                spectrum.smoothing_octaves = self._smoothing_octaves

    def take(self, blocks: Sequence[TapBlock], rest_s: float) -> None:
        """What became audible since the last call; without any, bars fall for `rest_s` seconds."""
        for block in blocks:
            for meter in self._of(block.key, block.samples.shape[0]):
                meter.push(block.samples)
            self._last_key = block.key
        if not blocks and self._last_key in self._meters:
            for meter in self._meters[self._last_key]:
                meter.rest(rest_s)

    def frame(self, key: str, frame: int) -> LiveFrame:
        """All readings of source `key` at `frame` of the track."""
        meter, spectrum = self._of(key, self._channels.get(key, 2))
        shown = spectrum.average() if self._averages else spectrum.now()
        curve = shown.curve_db(self._smoothing_octaves, self._tilt_db)
        slot = self._slots.get(key)
        eq_gain_db = None if slot is None else _eq_gain_db(slot, frame)
        return LiveFrame(
            heard=key,
            position_s=frame / self._rate,
            readings=meter.readings(),
            frequencies_hz=GRID_HZ,
            spectra_db={key: curve} if curve.max() > -200.0 + self._tilt_db * 6.0 else {},
            now_db=spectrum.now().curve_db(self._smoothing_octaves, self._tilt_db) if self._averages else None,
            peak_hold_db=spectrum.peak_hold_db(self._tilt_db) if self._holds_peaks else None,
            gain_reduction_db=None if slot is None else _reduction_db(slot, frame),
            eq_frequencies_hz=None if slot is None or eq_gain_db is None else slot.eq_frequencies_hz,
            eq_gain_db=eq_gain_db,
        )

    def _of(self, key: str, channels: int) -> tuple[LiveMeter, SpectrumMeter]:
        if key not in self._meters or self._channels[key] != channels:
            spectrum = SpectrumMeter(self._rate, channels, self._smoothing_octaves)
            self._meters[key] = LiveMeter(self._rate, channels), spectrum
            self._channels[key] = channels
        return self._meters[key]

    def _take_slot(self, key: str, audio: SlotAudio | None) -> None:
        """Other settings make another sound: what was measured of the old one is forgotten."""
        old = self._slots.get(key)
        self._slots[key] = audio
        if old is not None and audio is not None and old.settings != audio.settings:
            self._meters.pop(key, None)


def _reduction_db(slot: SlotAudio, frame: int) -> float | None:
    at = (frame - slot.window.start_frame) // slot.reduction_hop_frames
    inside = 0 <= at < len(slot.gain_reduction_db)
    return float(slot.gain_reduction_db[at]) if inside else None


def _eq_gain_db(slot: SlotAudio, frame: int) -> FloatArray | None:
    """Gain of every band, `None` where there is no equalizer: without a profile, and for silence."""
    points = slot.eq_gain_db.shape[1]
    if not slot.eq_gain_db.size:
        return None
    at = (frame - slot.window.start_frame) // slot.eq_hop_frames
    gain_db: FloatArray = slot.eq_gain_db[:, min(max(at, 0), points - 1)]
    return gain_db
