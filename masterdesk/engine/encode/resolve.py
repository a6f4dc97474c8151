"""Turns what was asked of a delivery, the name of the file and the source's format into one possible choice."""

from __future__ import annotations

import os
from pathlib import PurePath

from masterdesk.engine.encode.containers import (
    AAC,
    ALAC,
    BY_CODEC,
    COMMON_RATES_HZ,
    CONTAINERS,
    HIGHEST_RATE_HZ,
    LOWEST_RATE_HZ,
    SUFFIXES,
    UNWRITABLE_SUFFIXES,
    Codec,
    legal_kbps,
)
from masterdesk.engine.errors import SettingsError, shown_path
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import Delivery, DeliveryRequest

DITHERS = ("tpdf", "shaped", "none")
BIT_DEPTHS = ("16", "24", "32", "32f")
#: Depth for a source that has none of its own, such as an MP3.
DEFAULT_DEPTH = "24"
#: Longest word that dither is for: float32 audio has no more than 24 bits to lose.
LONGEST_DITHERED_BITS = 24


def resolve_delivery(request: DeliveryRequest, out_path: str | os.PathLike[str], source: AudioFormat) -> Delivery:
    """Decide how a file is written.

    The container is the one asked for, else the one `out_path` is named for,
    else the source's, else (where that cannot be written) the nearest that can.
    M4A carries AAC, or ALAC where a bit depth is asked or the source is ALAC.
    Rate and depth are the source's as far as the codec can hold them, else the
    nearest that lose least; a lossy codec gets at most 48 kHz unless a rate is asked
    or the source has the same codec. Bit rates default to 320 kbit/s (MP3), 256 (AAC,
    and Vorbis, where it is nominal) and 192 (Opus), half of it for mono, and to no
    less than the rate of a source of the same codec. Words of 16 and 24 bits get
    TPDF dither.

    Raises `SettingsError` where what was asked cannot be, naming what can.
    """
    _check_words(request)
    container = _container(request, out_path, source)
    codec = _codec(container, request, source)
    if source.channels > codec.highest_channels:
        raise SettingsError(
            f"{codec.name} is written with {codec.highest_channels} channels at most, the source has {source.channels}",
            "choose wav, aiff or flac" if codec.highest_channels < source.channels <= 8 else "mix it to stereo first",
        )
    rate = _sample_rate(codec, request, source)
    depth = _bit_depth(codec, request, source)
    bits = None if depth is None else int(depth.rstrip("f"))
    is_float = depth == "32f"
    return Delivery(
        container=container,
        codec=_codec_name(container, codec, depth),
        sample_rate=rate,
        channels=source.channels,
        bit_depth=bits,
        is_float=is_float,
        bit_rate_kbps=_bit_rate(codec, request, source, rate),
        dither=(request.dither or "tpdf") if bits is not None and bits <= LONGEST_DITHERED_BITS else "none",
    )


def _check_words(request: DeliveryRequest) -> None:
    _check_word("format", request.container, tuple(CONTAINERS))
    _check_word("bit depth", request.bit_depth, BIT_DEPTHS)
    _check_word("dither", request.dither, DITHERS)


def _check_word(what: str, given: str | None, known: tuple[str, ...]) -> None:
    if given is not None and given not in known:
        raise SettingsError(f"unknown {what} {given!r}", f"use {', '.join(known[:-1])} or {known[-1]}")


def _container(request: DeliveryRequest, out_path: str | os.PathLike[str], source: AudioFormat) -> str:
    if request.container is not None:
        return request.container
    suffix = PurePath(os.fsdecode(out_path)).suffix.lower()
    if suffix in UNWRITABLE_SUFFIXES:
        raise SettingsError(
            f"{shown_path(out_path)}: files of the kind {suffix} cannot be written",
            f"give it another ending, one of {', '.join(CONTAINERS)}",
        )
    return SUFFIXES.get(suffix) or _source_container(source)


def _source_container(source: AudioFormat) -> str:
    if source.container == "ogg" and source.codec in ("opus", "flac"):
        return source.codec
    if source.container in CONTAINERS:
        return source.container
    if source.codec in BY_CODEC:
        return BY_CODEC[source.codec]
    if source.codec.startswith("pcm_"):
        return "wav"
    return "flac" if source.is_lossless else "m4a"


def _codec(container: str, request: DeliveryRequest, source: AudioFormat) -> Codec:
    codecs = CONTAINERS[container]
    if ALAC not in codecs:
        return codecs[0]
    if request.bit_depth is not None and request.bit_rate_kbps is not None:
        raise SettingsError(
            "m4a cannot have a bit depth and a bit rate at once",
            "ask for a bit depth to get ALAC (lossless), or for a bit rate to get AAC",
        )
    if request.bit_depth is not None or (source.codec == ALAC.name and request.bit_rate_kbps is None):
        return ALAC
    return AAC


def _sample_rate(codec: Codec, request: DeliveryRequest, source: AudioFormat) -> int:
    asked = request.sample_rate
    if asked is None:
        return _nearest_rate(codec, source)
    if not codec.takes_rate(asked):
        legal = ", ".join(str(rate) for rate in codec.rates_hz)
        highest = min(codec.highest_hz, HIGHEST_RATE_HZ)
        raise SettingsError(
            f"{codec.name} cannot have a sample rate of {asked} Hz",
            f"use {legal} Hz" if legal else f"use {LOWEST_RATE_HZ} to {highest} Hz",
        )
    return asked


def _nearest_rate(codec: Codec, source: AudioFormat) -> int:
    rate = source.sample_rate
    if codec.takes_rate(rate) and (rate <= codec.usual_highest_hz or source.codec == codec.name):
        return rate
    usual = [r for r in codec.rates_hz or COMMON_RATES_HZ if r <= codec.usual_highest_hz]
    halves = [r for r in usual if r >= 44100 and rate % r == 0]
    above = [r for r in usual if r >= rate]
    return max(halves) if halves else min(above) if above else max(usual)


def _bit_depth(codec: Codec, request: DeliveryRequest, source: AudioFormat) -> str | None:
    asked = request.bit_depth
    if asked is None:
        return _nearest_depth(codec, source) if codec.depths else None
    if not codec.depths:
        raise SettingsError(
            f"{codec.name} is a lossy codec and has no bit depth",
            "leave the bit depth out, or choose wav, aiff or flac",
        )
    if asked not in codec.depths:
        raise SettingsError(
            f"{codec.name} cannot have a bit depth of {asked}",
            f"use {' or '.join(codec.depths)}, or choose wav or aiff",
        )
    return asked


def _nearest_depth(codec: Codec, source: AudioFormat) -> str:
    if source.bit_depth is None:
        return DEFAULT_DEPTH
    if source.is_float:
        return codec.depths[-1]
    whole = [depth for depth in codec.depths if not depth.endswith("f")]
    return next((depth for depth in whole if int(depth) >= source.bit_depth), whole[-1])


def _bit_rate(codec: Codec, request: DeliveryRequest, source: AudioFormat, rate: int) -> int | None:
    asked = request.bit_rate_kbps
    if codec.depths:
        if asked is not None:
            raise SettingsError(f"{codec.name} is lossless and has no bit rate to choose", "leave the bit rate out")
        return None
    legal = legal_kbps(codec, rate, source.channels)
    if asked is None:
        return _default_kbps(codec, source, legal)
    if asked not in legal:
        steps = "" if len(legal) > 20 else f" ({', '.join(str(kbps) for kbps in legal)})"
        raise SettingsError(
            f"{codec.name} cannot have a bit rate of {asked} kbit/s here",
            f"use {legal[0]} to {legal[-1]} kbit/s{steps}",
        )
    return asked


def _default_kbps(codec: Codec, source: AudioFormat, legal: tuple[int, ...]) -> int:
    wanted = codec.kbps if source.channels > 1 else codec.kbps // 2
    if source.codec == codec.name:
        wanted = max(wanted, source.bit_rate or 0)
    return next((kbps for kbps in legal if kbps >= wanted), legal[-1])


def _codec_name(container: str, codec: Codec, depth: str | None) -> str:
    if codec.name != "pcm" or depth is None:
        return codec.name
    kind = "f32" if depth == "32f" else f"s{depth}"
    return f"pcm_{kind}{'be' if container == 'aiff' else 'le'}"
