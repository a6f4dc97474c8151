"""What can be chosen for a file, in words, and as a delivery is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from masterdesk.engine.types.delivery import DeliveryRequest

CONTAINERS = {
    "wav": "WAV",
    "aiff": "AIFF",
    "flac": "FLAC",
    "mp3": "MP3",
    "m4a": "M4A",
    "ogg": "Ogg Vorbis",
    "opus": "Opus",
    "webm": "WebM Opus",
}
#: Words whose length dither is for.
DITHERED_DEPTHS = ("16", "24")
DITHERS = {"tpdf": "TPDF dither", "shaped": "Shaped dither", "none": "No dither"}
RATES_HZ = (44100, 48000, 88200, 96000, 176400, 192000)
DEFAULTS = (DeliveryRequest(container="wav", bit_depth="24"),)
#: What is proposed as a further format: what is asked for most beside a WAV file comes first.
MORE = ("mp3", "flac", "wav", "m4a", "opus", "ogg", "aiff", "webm")


@dataclass(frozen=True)
class Quality:
    """Bit depth of a lossless file, or bit rate of a lossy one."""

    text: str
    bit_depth: str | None = None
    bit_rate_kbps: int | None = None


def _depths(*depths: str) -> tuple[Quality, ...]:
    return tuple(Quality("32 bit float" if depth == "32f" else f"{depth} bit", depth) for depth in depths)


def _rates(*kbps: int) -> tuple[Quality, ...]:
    return tuple(Quality(f"{rate} kbit/s", None, rate) for rate in kbps)


#: The default first.
QUALITIES: dict[str, tuple[Quality, ...]] = {
    "wav": _depths("24", "16", "32", "32f"),
    "aiff": _depths("24", "16", "32", "32f"),
    "flac": _depths("24", "16"),
    "mp3": _rates(320, 256, 192, 160, 128),
    "m4a": (*_rates(256, 192, 128), Quality("Lossless 24 bit", "24"), Quality("Lossless 16 bit", "16")),
    "ogg": _rates(256, 320, 192, 160, 128),
    "opus": _rates(192, 256, 160, 128, 96),
    "webm": _rates(192, 256, 160, 128, 96),
}


def another(chosen: Iterable[DeliveryRequest]) -> DeliveryRequest:
    """A delivery in a format that is not among the `chosen` yet, so that its file has another name."""
    taken = {delivery.container for delivery in chosen}
    container = next((container for container in MORE if container not in taken), "wav")
    quality = QUALITIES[container][0]
    return DeliveryRequest(container=container, bit_depth=quality.bit_depth, bit_rate_kbps=quality.bit_rate_kbps)


def remembered(deliveries: tuple[DeliveryRequest, ...]) -> list[dict[str, Any]]:
    """Deliveries as preferences keep them."""
    return [asdict(delivery) for delivery in deliveries]


def recalled(saved: Any) -> tuple[DeliveryRequest, ...]:
    """Deliveries out of preferences; the defaults for what cannot be read any more."""
    names = {field.name for field in fields(DeliveryRequest)}
    entries = saved if isinstance(saved, list) else []
    good = [entry for entry in entries if isinstance(entry, dict) and set(entry) <= names]
    known = [entry for entry in good if entry.get("container") in CONTAINERS]
    return tuple(replace(DeliveryRequest(**entry), overwrite=False) for entry in known) or DEFAULTS
