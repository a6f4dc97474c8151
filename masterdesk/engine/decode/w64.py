"""Headers of Sony Wave64: WAV with 64-bit sizes and GUIDs for names."""

from __future__ import annotations

from masterdesk.engine.decode.chunks import MAX_CHUNKS, Chunk, Header
from masterdesk.engine.decode.coded import CodedRegion
from masterdesk.engine.decode.pcm import PcmTrack
from masterdesk.engine.decode.riff import WaveFormat, parse_format, wave_track

_TAIL = bytes.fromhex("f3acd3118cd100c04f8edb8a")


def read_w64(header: Header, start: int) -> PcmTrack | CodedRegion:
    """The audio of a Wave64 file that begins at `start`; raises `InputError`."""
    wave: WaveFormat | None = None
    offset = start + 40
    for _ in range(MAX_CHUNKS):
        head = header.read(offset, 24)
        size = int.from_bytes(head[16:24], "little")
        if len(head) < 24 or size < 24:
            break
        chunk = Chunk(head[:16], offset + 24, size - 24)
        if chunk.name == b"fmt " + _TAIL:
            wave = parse_format(header, header.read(chunk.start, min(chunk.size, 40)))
        elif chunk.name == b"data" + _TAIL and wave is not None:
            return wave_track(header, "w64", wave, chunk)
        offset += -(-size // 8) * 8
    raise header.error("is not a complete Wave64 file: it has no audio, or its header is damaged")
