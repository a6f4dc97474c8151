"""The tag in an MP3's first frame that tells players where the audio starts and ends."""

from __future__ import annotations

import struct

from masterdesk.engine.encode.sink import Sink

_HEAD_BYTES = 1 << 16
_FRAME_COUNT_AT = 8
# Behind the mark: flags, frames, bytes, 100 bytes of seek table, quality; then LAME's part.
_DELAY_AT = 120 + 21
_CRC_AT = 120 + 34
_LARGEST_PADDING = 0xFFF
_MPEG_1_LOWEST_HZ = 32000


def set_padding(file: Sink, frames: int, sample_rate: int) -> None:
    """Correct the count of padding frames for a stream of `frames` frames.

    ffmpeg's muxer counts the padding of the last packet only and is wrong where
    it reaches into the one before, in one file of 25. Layout: G. Bouvigne's "mp3 Info Tag revision 1".
    """
    file.seek(0)
    head = bytearray(file.read(_HEAD_BYTES))
    mark = max(head.find(b"Info"), head.find(b"Xing"))
    start = head.rfind(b"\xff", 0, mark - 3)
    if mark < 0 or start < 0:
        return
    packets = struct.unpack_from(">I", head, mark + _FRAME_COUNT_AT)[0]
    delay = struct.unpack_from(">H", head, mark + _DELAY_AT)[0] >> 4
    coded = packets * (1152 if sample_rate >= _MPEG_1_LOWEST_HZ else 576)
    padding = min(max(coded - delay - frames, 0), _LARGEST_PADDING)
    head[mark + _DELAY_AT : mark + _DELAY_AT + 3] = (delay << 12 | padding).to_bytes(3, "big")
    crc = _crc16(head[start : mark + _CRC_AT])
    file.seek(mark + _DELAY_AT)
    file.write(bytes(head[mark + _DELAY_AT : mark + _CRC_AT]) + struct.pack(">H", crc))


def _crc16(data: bytes | bytearray) -> int:
    """CRC-16/ARC, as the tag wants it."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
