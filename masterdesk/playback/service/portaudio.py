"""The one door to sounddevice, and the list of outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from masterdesk.playback.values import OutputDevice

#: Where one device is offered by several systems of a computer, the best comes first.
_BEST_APIS = ("Windows WASAPI", "Core Audio", "JACK Audio Connection Kit", "ALSA")


class PortAudioMissing(Exception):
    """The PortAudio library cannot be loaded, or does not start."""


@dataclass(frozen=True)
class Card:
    """An output as PortAudio knows it, until the next `rescan`."""

    index: int
    device: OutputDevice
    channels: int
    sample_rate: float


def load() -> Any:
    """The sounddevice module. Raises `PortAudioMissing`."""
    try:
        import sounddevice
    except Exception as error:  # it starts PortAudio when imported, and its own error type is not there before
        raise PortAudioMissing from error
    return sounddevice


def rescan(sd: Any) -> None:
    """Look for devices anew: PortAudio does so only when it starts. No stream may be open."""
    try:
        sd._terminate()
    finally:
        sd._initialize()


def cards(sd: Any) -> list[Card]:
    """Every output once, the system's default first."""
    apis = sd.query_hostapis()
    default = _default_index(sd)
    found: dict[str, Card] = {}
    for info in sorted(sd.query_devices(), key=lambda info: _rank(apis[info["hostapi"]]["name"])):
        if info["max_output_channels"] > 0 and (info["name"] not in found or info["index"] == default):
            device = OutputDevice(info["name"], apis[info["hostapi"]]["name"], info["index"] == default)
            channels = int(info["max_output_channels"])
            found[info["name"]] = Card(info["index"], device, channels, float(info["default_samplerate"]))
    return sorted(found.values(), key=lambda card: not card.device.is_default)


def _default_index(sd: Any) -> int:
    return int(sd.default.device[1])


def _rank(api: str) -> int:
    return _BEST_APIS.index(api) if api in _BEST_APIS else len(_BEST_APIS)
