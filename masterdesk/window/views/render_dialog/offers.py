"""What the encoder of a container can do for the track: nothing else is offered."""

from __future__ import annotations

from typing import Any

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import Delivery, DeliveryRequest
from masterdesk.window.views.render_dialog.choices import QUALITIES, RATES_HZ, Quality


def offered_rates(container: str, source: AudioFormat) -> list[tuple[int | None, str]]:
    """Sample rates in Hz with their words; `None`, the first, is the track's own or the one that comes nearest."""
    rates = [rate for rate in RATES_HZ if any(_made(container, q, rate, source) for q in QUALITIES[container])]
    made = _made(container, Quality(""), None, source)
    if made is None or made.sample_rate == source.sample_rate:
        return [(None, "Rate of the track"), *((rate, _hz(rate)) for rate in rates)]
    return [(None, _hz(made.sample_rate)), *((rate, _hz(rate)) for rate in rates if rate != made.sample_rate)]


def offered_qualities(container: str, sample_rate: int | None, source: AudioFormat) -> list[Quality]:
    """Depths and bit rates at a sample rate; where none of the usual ones is possible, the encoder's own choice."""
    offered = [quality for quality in QUALITIES[container] if _made(container, quality, sample_rate, source)]
    return offered or [_own(container, sample_rate, source)]


def _own(container: str, sample_rate: int | None, source: AudioFormat) -> Quality:
    made = _made(container, Quality(""), sample_rate, source)
    kbps = None if made is None else made.bit_rate_kbps
    return QUALITIES[container][0] if kbps is None else Quality(f"{kbps} kbit/s", None, kbps)


def _made(container: str, quality: Quality, sample_rate: int | None, source: AudioFormat) -> Delivery | None:
    from masterdesk.engine.encode import resolve_delivery

    fields: dict[str, Any] = {"bit_depth": quality.bit_depth, "bit_rate_kbps": quality.bit_rate_kbps}
    try:
        return resolve_delivery(DeliveryRequest(container, sample_rate=sample_rate, **fields), f"x.{container}", source)
    except SettingsError:
        return None


def _hz(rate: int) -> str:
    return f"{rate / 1000:g} kHz"
