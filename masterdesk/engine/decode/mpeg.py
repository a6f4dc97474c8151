"""Frame headers of MPEG audio (ISO/IEC 11172-3, 13818-3) and ADTS (ISO/IEC 13818-7), to know streams by them.

A sync word alone is found in any noise: a stream is believed only where
several headers stand exactly one frame apart and agree with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_RATES_HZ = (44_100, 48_000, 32_000)
_KBPS_V1 = (
    (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
_KBPS_V2 = (
    (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
#: Samples a decoder puts out before the first sample of the encoder's delay.
_DECODER_DELAY = 529
#: Headers that must follow each other.
_CHAIN = 3


@dataclass(frozen=True)
class FrameHeader:
    """One frame: its length in bytes and frames, and what must stay the same through a stream."""

    size: int
    frames: int
    sample_rate: int
    channels: int
    kind: tuple[int, ...]


@dataclass(frozen=True)
class MpegStream:
    """Where a chain of frames begins in the bytes that were searched, and its first header."""

    offset: int
    first: FrameHeader


def mpeg_header(data: bytes, at: int) -> FrameHeader | None:
    """The MPEG audio frame header at `at`, or `None` if there is none."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, 4 - (data[at + 1] >> 1 & 3)
    rate_code, kbps_code = data[at + 2] >> 2 & 3, data[at + 2] >> 4
    if version == 1 or layer == 4 or rate_code == 3 or kbps_code in (0, 15):
        return None
    low = version != 3
    rate = _RATES_HZ[rate_code] >> (0 if version == 3 else 1 if version == 2 else 2)
    bit_rate = 1000 * (_KBPS_V2 if low else _KBPS_V1)[layer - 1][kbps_code - 1]
    padding = data[at + 2] >> 1 & 1
    frames = 384 if layer == 1 else 576 if layer == 3 and low else 1152
    slot = 4 if layer == 1 else 1
    size = (frames // (8 * slot) * bit_rate // rate + padding) * slot
    channels = 1 if data[at + 3] >> 6 == 3 else 2
    return FrameHeader(size, frames, rate, channels, (version, layer, rate_code))


def adts_header(data: bytes, at: int) -> FrameHeader | None:
    """The ADTS frame header at `at`, or `None` if there is none."""
    if at + 7 > len(data) or data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0:
        return None
    rate_code = data[at + 2] >> 2 & 15
    size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    if rate_code > 12 or size < 8:
        return None
    channels = (data[at + 2] & 1) << 2 | data[at + 3] >> 6
    return FrameHeader(size, 1024, 0, channels, (data[at + 1], data[at + 2] & 0xFD, channels))


def find_stream(header: Callable[[bytes, int], FrameHeader | None], data: bytes, whole: bool) -> MpegStream | None:
    """The first chain of agreeing frames in `data`.

    Where `data` is the `whole` stream, a chain from its first byte to its end may be shorter.
    """
    at = data.find(b"\xff")
    while at >= 0:
        first = header(data, at)
        if first is not None and _is_chain(header, data, at, first, whole and at == 0):
            return MpegStream(at, first)
        at = data.find(b"\xff", at + 1)
    return None


def _is_chain(
    header: Callable[[bytes, int], FrameHeader | None], data: bytes, at: int, first: FrameHeader, to_end: bool
) -> bool:
    at += first.size
    for _ in range(_CHAIN - 1):
        following = header(data, at)
        if following is None:
            return to_end and 0 <= len(data) - at < 4
        if following.kind != first.kind:
            return False
        at += following.size
    return True


@dataclass(frozen=True)
class InfoTag:
    """What an encoder wrote into the silent first frame of an MP3 (the Xing, Info and LAME tags).

    The music is the decoded frames from `skip` to `end`, both `None` where
    delay and padding are not told. `stream_bytes` counts all MPEG frames, this
    one too.
    """

    skip: int | None
    end: int | None
    stream_bytes: int | None


def info_tag(data: bytes, stream: MpegStream) -> InfoTag | None:
    """The Xing or Info tag of a stream's first frame, if it has one.

    Layout as in LAME's own description (gabriel.mp3-tech.org/mp3infotag.html).
    """
    version, layer, _ = stream.first.kind
    if layer != 3:
        return None
    side_info = (17, 32) if version == 3 else (9, 17)
    at = stream.offset + 4 + side_info[stream.first.channels - 1]
    if data[at : at + 4] not in (b"Xing", b"Info") or len(data) < at + 8:
        return None
    flags = data[at + 7]
    at += 8
    count = int.from_bytes(data[at : at + 4], "big") if flags & 1 else None
    at += 4 * (flags & 1)
    stream_bytes = int.from_bytes(data[at : at + 4], "big") if flags & 2 else None
    at += 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    lame = data[at : at + 24]
    if count is None or len(lame) < 24 or lame[:4] not in (b"LAME", b"Lavf", b"Lavc"):
        return InfoTag(None, None, stream_bytes)
    delay, padding = lame[21] << 4 | lame[22] >> 4, (lame[22] & 15) << 8 | lame[23]
    decoded = count * stream.first.frames
    return InfoTag(delay + _DECODER_DELAY, min(decoded, decoded - padding + _DECODER_DELAY), stream_bytes)
