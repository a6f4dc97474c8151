"""Finds the frames of FLAC (RFC 9639), checks them, and lays them where their numbers say.

Every frame carries its number and two checksums. Frames are found by their
headers here and decoded one by one, so that a damaged one costs itself and
nothing else, never turns into noise, and any frame is found at once. A file
that shows no damage goes through libsndfile, which is faster, up to the first
fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import FileIO
from itertools import islice

import numpy as np

from masterdesk.engine.decode.chunks import Header
from masterdesk.engine.decode.files import read_at
from masterdesk.engine.decode.libav import PacketDecoder, planar
from masterdesk.engine.decode.report import PassLog
from masterdesk.engine.decode.sndfile import read_until_damage
from masterdesk.engine.decode.speakers import usual_order
from masterdesk.engine.decode.track import INCOMPLETE_END, Block, Dtype, Placer, check_shape, cut_short
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Warning

_RATES_HZ = (0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 0, 0, 0)
_BITS = (0, 8, 12, 0, 16, 20, 24, 32)
_BLOCK_FRAMES = (0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
_READ_BYTES = 1 << 20
_HEADER_BYTES = 16
_TAIL_BYTES = 1 << 17
#: Headers that a damaged or lucky frame may seem to contain and that are tried as part of it.
_FALSE_HEADERS = 3
#: Ends that are tried for a frame whose end no header marks.
_FALSE_ENDS = 8
#: Damaged frames in a row for which that is worth its time, and after which the file is given up.
_RESCUED_IN_A_ROW, _DAMAGED_IN_A_ROW = 8, 20_000
#: More metadata blocks than any real file has.
_MAX_METADATA = 10_000


@dataclass(frozen=True)
class StreamInfo:
    """The STREAMINFO block: what holds for the whole stream.

    `sync` are the two bytes that every frame begins with, `origin` is the number
    of the first sample (not 0 in a piece of a longer stream).
    """

    raw: bytes
    block_frames: int
    max_frame_bytes: int
    sample_rate: int
    channels: int
    bits: int
    frames: int
    sync: bytes = b"\xff\xf8"
    origin: int = 0

    @property
    def frame_bytes_limit(self) -> int:
        """More bytes than any frame of this stream can have."""
        return 1024 + 65_536 * self.channels * (self.bits + 8) // 8


@dataclass(frozen=True)
class FrameHead:
    """A frame header that passed its checksum; `first` is the track's frame it begins at."""

    offset: int
    first: int
    frames: int
    sample_rate: int
    channels: int
    bits: int


def parse_stream_info(raw: bytes) -> StreamInfo:
    """Read the 34 bytes of a STREAMINFO block."""
    packed = int.from_bytes(raw[10:18], "big")
    return StreamInfo(
        raw=raw[:34],
        block_frames=int.from_bytes(raw[0:2], "big"),
        max_frame_bytes=int.from_bytes(raw[7:10], "big"),
        sample_rate=packed >> 44,
        channels=(packed >> 41 & 7) + 1,
        bits=(packed >> 36 & 31) + 1,
        frames=packed & (1 << 36) - 1,
    )


def parse_frame_head(data: bytes, at: int, offset: int, info: StreamInfo) -> FrameHead | None:
    """The frame header at `data[at]`, which is byte `offset` of the file; `None` if it is none."""
    head = data[at : at + _HEADER_BYTES]
    if len(head) < 6 or head[0] != 0xFF or head[1] & 0xFE != 0xF8:
        return None
    frames_code, rate_code, channel_code, bits_code = head[2] >> 4, head[2] & 15, head[3] >> 4, head[3] >> 1 & 7
    if frames_code == 0 or rate_code == 15 or channel_code > 10 or head[3] & 1 or bits_code == 3:
        return None
    number, end = _coded_number(head)
    rate_at = end + {6: 1, 7: 2}.get(frames_code, 0)
    check_at = rate_at + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    if number is None or check_at >= len(head) or _crc8(head[:check_at]) != head[check_at]:
        return None
    explicit_rate = int.from_bytes(head[rate_at:check_at], "big") * {12: 1000, 14: 10}.get(rate_code, 1)
    return FrameHead(
        offset=offset,
        first=(number if head[1] & 1 else number * info.block_frames) - info.origin,
        frames=_BLOCK_FRAMES[frames_code] or int.from_bytes(head[end:rate_at], "big") + 1,
        sample_rate=explicit_rate or _RATES_HZ[rate_code],
        channels=channel_code + 1 if channel_code < 8 else 2,
        bits=_BITS[bits_code],
    )


class FlacFrames:
    """Decodes single frames; the frame's own checksum decides whether it is whole."""

    def __init__(self, info: StreamInfo) -> None:
        self._decoder = PacketDecoder("flac", info.raw, {"err_detect": "crccheck+explode"})
        self._info = info

    def decode(self, data: bytes, dtype: Dtype) -> Block | None:
        """The samples of the frame that `data` begins with, or `None` if it is damaged."""
        frames = self._decoder.decode(data)
        if not frames or frames[0].sample_rate != self._info.sample_rate:
            return None
        if frames[0].layout.nb_channels != self._info.channels:
            return None
        return planar(frames[:1], self._info.channels, dtype)


class FlacTrack:
    """A FLAC file."""

    def __init__(self, header: Header, start: int) -> None:
        info, self._audio_start = _read_metadata(header, start)
        self._end = header.size
        self._info = info = _corrected(header, info, self._audio_start)
        check_shape(header.path, info.channels, info.sample_rate)
        last = self._tail_end(header.file)
        if last is not None and last < info.frames:
            header.notes.append(cut_short(info.frames - last, info.sample_rate))
        self._seems_whole = start == 0 and last == info.frames and info.origin == 0 and not header.notes
        self.promised_frames: int | None = last or info.frames or None
        self.expected_frames: int | None = self.promised_frames
        self.notes: tuple[Warning, ...] = tuple(header.notes)
        self.format = flac_format("flac", info, last, header.size, header.size - start)

    def pieces(self, file: FileIO, start: int, size: int, dtype: Dtype, log: PassLog) -> Iterator[tuple[int, Block]]:
        """Decode from `start` on; see `Track.pieces`."""
        if self._seems_whole:
            for block in read_until_damage(file, start, size, dtype):
                yield start, block
                start += block.shape[1]
        if start != self.promised_frames:
            for first, block in self._found_pieces(file, start, dtype, log):
                done = max(0, start - first)
                yield first + done, block[:, done:]

    def _found_pieces(self, file: FileIO, start: int, dtype: Dtype, log: PassLog) -> Iterator[tuple[int, Block]]:
        """The frames that are found from the one that holds `start` on, whatever lies between them."""
        offset = self._audio_start if start == 0 else self._seek(file, start)
        blocks = self._decoded(file, find_heads(file, offset, self._end, self._info), dtype)
        return place(blocks, log, self._info, from_start=offset == self._audio_start)

    def _decoded(
        self, file: FileIO, heads: Iterator[FrameHead], dtype: Dtype
    ) -> Iterator[tuple[FrameHead, Block | None]]:
        """Each frame with its samples, `None` where it is damaged."""
        decoder = FlacFrames(self._info)
        ahead: list[FrameHead] = []
        failed = 0
        while failed < _DAMAGED_IN_A_ROW:
            ahead.extend(islice(heads, _FALSE_HEADERS + 2 - len(ahead)))
            if not ahead:
                return
            block, used = self._one(file, ahead, decoder, dtype, rescue=failed < _RESCUED_IN_A_ROW)
            failed = failed + 1 if block is None else 0
            yield ahead[0], block
            del ahead[:used]

    def _one(
        self, file: FileIO, ahead: list[FrameHead], decoder: FlacFrames, dtype: Dtype, rescue: bool
    ) -> tuple[Block | None, int]:
        """Decode the frame at `ahead[0]`; say how many of the headers were part of it.

        To `rescue` is to look for the end of a frame that rubbish follows.
        """
        start = ahead[0].offset
        limit = min(self._end, start + self._info.frame_bytes_limit)
        ends = [head.offset for head in ahead[1:] if head.offset < limit] or [limit]
        for used, end in enumerate(ends, 1):
            block = decoder.decode(read_at(file, start, end - start), dtype)
            if block is not None:
                return block, used
        for length in _whole_lengths(read_at(file, start, ends[0] - start)) if rescue else ():
            block = decoder.decode(read_at(file, start, length), dtype)
            if block is not None:
                return block, 1
        return None, 1

    def _seek(self, file: FileIO, start: int) -> int:
        """The offset of a whole frame at or before `start`, found by bisection."""
        low, high = self._audio_start, self._end
        while high - low > _TAIL_BYTES:
            middle = (low + high) // 2
            found = next(self._whole_frames(file, middle, high), None)
            if found is None or found.first > start:
                high = middle
            else:
                low = found.offset
        return low

    def _whole_frames(self, file: FileIO, offset: int, end: int) -> Iterator[FrameHead]:
        heads = find_heads(file, offset, end, self._info)
        return (head for head, block in self._decoded(file, heads, "f4") if block is not None)

    def _tail_end(self, file: FileIO) -> int | None:
        """Where the track ends by its last whole frame; `None` if there is no such frame near the end."""
        tail = max(self._audio_start, self._end - max(_TAIL_BYTES, 2 * self._info.max_frame_bytes))
        ends = [head.first + head.frames for head in self._whole_frames(file, tail, self._end)]
        return ends[-1] if ends else None


def place(
    blocks: Iterable[tuple[FrameHead, Block | None]], log: PassLog, info: StreamInfo, from_start: bool
) -> Iterator[tuple[int, Block]]:
    """Lay decoded frames where their numbers say, `None` being a damaged one."""
    placer: Placer | None = None
    broken = False
    for head, block in blocks:
        broken = block is None
        if block is None:
            continue
        if placer is None:
            placer = Placer(log, 0 if from_start else head.first, info.sample_rate)
        yield from placer.place(head.first, block)
        if placer.ended:
            return
    if broken:
        log.note("cut_short", INCOMPLETE_END)


def flac_format(container: str, info: StreamInfo, frames: int | None, size: int, stream_bytes: int) -> AudioFormat:
    """The format of a FLAC stream of `stream_bytes` bytes in a file of `size`."""
    return AudioFormat(
        container=container,
        codec="flac",
        channels=info.channels,
        channel_order=usual_order(info.channels),
        sample_rate=info.sample_rate,
        bit_depth=info.bits,
        bit_rate=round(stream_bytes * 8 * info.sample_rate / frames / 1000) if frames else None,
        frames=frames,
        size=size,
    )


def find_heads(file: FileIO, offset: int, end: int, info: StreamInfo) -> Iterator[FrameHead]:
    """Frame headers between two offsets that fit the stream."""
    while offset < end:
        data = read_at(file, offset, min(_READ_BYTES + _HEADER_BYTES, end - offset))
        stored = np.frombuffer(data, np.uint8)[: _READ_BYTES + 1]
        for at in np.flatnonzero((stored[:-1] == info.sync[0]) & (stored[1:] == info.sync[1])).tolist():
            head = parse_frame_head(data, at, offset + at, info)
            if head is not None and _fits(head, info):
                yield head
        offset += _READ_BYTES


def _fits(head: FrameHead, info: StreamInfo) -> bool:
    return (
        head.first >= 0
        and head.channels == info.channels
        and head.sample_rate in (0, info.sample_rate)
        and head.bits in (0, info.bits)
    )


def _read_metadata(header: Header, start: int) -> tuple[StreamInfo, int]:
    info, offset = None, start + 4
    for _ in range(_MAX_METADATA):
        head = header.read(offset, 4)
        if len(head) < 4:
            break
        kind, size = head[0] & 0x7F, int.from_bytes(head[1:], "big")
        if kind == 0 and size >= 34 and info is None:
            info = parse_stream_info(header.read(offset + 4, 34).ljust(34, b"\0"))
        offset += 4 + size
        if head[0] & 0x80 and info is not None:
            return info, offset
    raise header.error("is not a complete FLAC file: its header is cut off or damaged", "export or download it again")


def _corrected(header: Header, info: StreamInfo, start: int) -> StreamInfo:
    """Believe the first frame, which carries a checksum, where the header contradicts it."""
    head = parse_frame_head(header.read(start, _HEADER_BYTES), 0, start, info)
    if head is None:
        variable = replace(info, sync=b"\xff\xf9")
        fixed_heads, variable_heads = (
            sum(1 for _ in find_heads(header.file, start, min(start + _READ_BYTES, header.size), either))
            for either in (info, variable)
        )
        return variable if variable_heads > fixed_heads else info
    rate, bits = head.sample_rate or info.sample_rate, head.bits or info.bits
    if (rate, bits, head.channels) != (info.sample_rate, info.bits, info.channels):
        header.warn("header_repaired", "the header contradicts the audio; the audio was believed")
        packed = rate << 44 | (head.channels - 1) << 41 | (bits - 1) << 36 | info.frames
        info = parse_stream_info(info.raw[:10] + packed.to_bytes(8, "big") + info.raw[18:])
    block_frames = info.block_frames
    if head.first == 0 and 16 <= head.frames != info.frames:
        block_frames = head.frames
    return replace(info, sync=header.read(start, 2), origin=head.first, block_frames=block_frames)


def _whole_lengths(data: bytes) -> list[int]:
    """Lengths at which `data` passes the frame's own 16-bit checksum, so that it may end there."""
    value, lengths = 0, []
    for at, byte in enumerate(data, 1):
        value = (value << 8 & 0xFFFF) ^ _CRC16[value >> 8 ^ byte]
        if value == 0 and at > _HEADER_BYTES:
            lengths.append(at)
    return lengths[:_FALSE_ENDS]


def _coded_number(head: bytes) -> tuple[int | None, int]:
    """The frame or sample number, coded like UTF-8, from the fifth byte on, and where it ends."""
    lead = head[4]
    if lead < 0x80:
        return lead, 5
    extra = 7 - (lead ^ 0xFF).bit_length()
    if not 1 <= extra <= 6 or len(head) < 5 + extra:
        return None, 0
    number = lead & (0x3F >> extra)
    for byte in head[5 : 5 + extra]:
        if byte & 0xC0 != 0x80:
            return None, 0
        number = number << 6 | byte & 0x3F
    return number, 5 + extra


def _crc8(data: bytes) -> int:
    value = 0
    for byte in data:
        value = _CRC8[value ^ byte]
    return value


def _crc_table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for index in range(256):
        value = index << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ (polynomial if value & top else 0)) & mask
        table.append(value)
    return tuple(table)


_CRC8 = _crc_table(0x07, 8)
_CRC16 = _crc_table(0x8005, 16)
