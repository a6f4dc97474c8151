"""Headers of Apple's Core Audio Format (Apple Core Audio Format Specification 1.0)."""

from __future__ import annotations

import math
import struct

from masterdesk.engine.decode.chunks import MAX_CHUNKS, Chunk, Header, SampleFormat, is_name, pcm_track
from masterdesk.engine.decode.coded import CodedRegion
from masterdesk.engine.decode.pcm import PcmTrack
from masterdesk.engine.decode.speakers import order_from_mask
from masterdesk.engine.decode.track import check_shape

_FLOAT, _LITTLE = 1, 2
_USE_BITMAP = 1 << 16


def read_caf(header: Header, start: int) -> PcmTrack | CodedRegion:
    """The audio of a CAF file that begins at `start`; raises `InputError`."""
    description, mask, offset = b"", 0, start + 8
    for _ in range(MAX_CHUNKS):
        head = header.read(offset, 12)
        if len(head) < 12 or not is_name(head):
            break
        size = int.from_bytes(head[4:], "big", signed=True)
        chunk = Chunk(head[:4], offset + 12, size if size >= 0 else header.size - offset - 12)
        if chunk.name == b"desc":
            description = header.read(chunk.start, min(chunk.size, 32))
        elif chunk.name == b"chan":
            tag, bitmap = struct.unpack(">II", header.read(chunk.start, 8).ljust(8, b"\0"))
            mask = bitmap if tag == _USE_BITMAP else 0
        elif chunk.name == b"data" and len(description) == 32:
            return _track(header, description, mask, chunk)
        offset = chunk.end
    raise header.error("is not a complete CAF file: it has no audio, or its header is damaged")


def _track(header: Header, description: bytes, mask: int, data: Chunk) -> PcmTrack | CodedRegion:
    rate, name, flags, packet_bytes, _, channels, bits = struct.unpack(">d4sIIIII", description)
    sample_rate = round(rate) if math.isfinite(rate) and 0 < rate < 1e9 else 0
    check_shape(header.path, channels, sample_rate)
    if name not in (b"lpcm", b"alaw", b"ulaw"):
        return CodedRegion("caf", "caf", 0, header.size, tuple(header.notes))
    law = {b"alaw": "pcm_alaw", b"ulaw": "pcm_mulaw"}.get(name)
    codec = law or _codec(header, flags, packet_bytes // channels, bits)
    samples = SampleFormat(codec, channels, order_from_mask(mask, channels), sample_rate)
    edit_count = 4  # bytes in front of the samples
    return pcm_track(header, "caf", samples, Chunk(data.name, data.start + edit_count, max(0, data.size - edit_count)))


def _codec(header: Header, flags: int, width: int, bits: int) -> str:
    possible = (4, 8) if flags & _FLOAT else (1, 2, 3, 4)
    if width not in possible or not 1 <= bits <= 8 * width:
        raise header.error(f"claims samples of {bits} bits in {width} bytes, which cannot be read")
    if width == 1:
        return "pcm_s8"
    return f"pcm_{'f' if flags & _FLOAT else 's'}{8 * width}{'le' if flags & _LITTLE else 'be'}"
