"""Headers of AIFF and AIFF-C (Apple, Audio Interchange File Format, 1989 and 1991)."""

from __future__ import annotations

import math

from masterdesk.engine.decode.chunks import Chunk, Header, SampleFormat, pcm_track, walk_iff
from masterdesk.engine.decode.coded import CodedRegion
from masterdesk.engine.decode.pcm import SAMPLE_BYTES, PcmTrack
from masterdesk.engine.decode.speakers import usual_order
from masterdesk.engine.decode.track import check_shape

_CODECS = {
    b"fl32": "pcm_f32be", b"FL32": "pcm_f32be", b"fl64": "pcm_f64be", b"FL64": "pcm_f64be",
    b"in24": "pcm_s24be", b"in32": "pcm_s32be", b"raw ": "pcm_u8",
    b"alaw": "pcm_alaw", b"ALAW": "pcm_alaw", b"ulaw": "pcm_mulaw", b"ULAW": "pcm_mulaw",
}  # fmt: skip
_CODED = (b"ima4", b"GSM ")


def read_aiff(header: Header, start: int) -> PcmTrack | CodedRegion:
    """The audio of an AIFF or AIFF-C file that begins at `start`; raises `InputError`."""
    common, sound = b"", None
    for chunk in walk_iff(header, start + 12, big_endian=True):
        if chunk.name == b"COMM":
            common = header.read(chunk.start, min(chunk.size, 22))
        elif chunk.name == b"SSND":
            sound = chunk
        if common and sound is not None:
            break
    if len(common) < 18 or sound is None:
        raise header.error("is not a complete AIFF file: it has no audio, or its header is damaged")
    return _track(header, common, sound)


def _track(header: Header, common: bytes, sound: Chunk) -> PcmTrack | CodedRegion:
    channels, bits = (int.from_bytes(common[at : at + 2], "big") for at in (0, 6))
    frames = int.from_bytes(common[2:6], "big")
    compression = common[18:22] or b"NONE"
    rate = _extended(common[8:18])
    check_shape(header.path, channels, rate)
    if compression in _CODED:
        return CodedRegion("aiff", "aiff", 0, min(sound.end, header.size), tuple(header.notes))
    samples = SampleFormat(_codec(header, compression, bits), channels, usual_order(channels), rate)
    skip = 8 + int.from_bytes(header.read(sound.start, 4), "big")
    size = max(0, sound.size - skip)
    if frames:
        size = frames * channels * SAMPLE_BYTES[samples.codec]
    return pcm_track(header, "aiff", samples, Chunk(sound.name, sound.start + skip, size))


def _codec(header: Header, compression: bytes, bits: int) -> str:
    if compression in _CODECS:
        return _CODECS[compression]
    if compression not in (b"NONE", b"twos", b"sowt"):
        name = compression.decode("ascii", "backslashreplace").strip()
        raise header.error(f"is coded in an unknown way (AIFF-C type {name})")
    if not 1 <= bits <= 32:
        raise header.error(f"claims samples of {bits} bits, which cannot be read")
    width = -(-bits // 8)
    return "pcm_s8" if width == 1 else f"pcm_s{8 * width}{'le' if compression == b'sowt' else 'be'}"


def _extended(data: bytes) -> int:
    """An 80-bit IEEE 754 extended number, rounded; 0 where it is no sensible sample rate."""
    exponent = int.from_bytes(data[:2], "big") - 16383
    if not 0 <= exponent < 32:
        return 0
    return round(math.ldexp(int.from_bytes(data[2:10], "big"), exponent - 63))
