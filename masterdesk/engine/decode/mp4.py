"""What ffmpeg's own reading of MP4 and QuickTime files (ISO/IEC 14496-12) leaves inexact.

ffmpeg rounds the length of an edit list to the movie's coarse clock and decodes
whole frames past its end. The boxes read here give the exact first and last
frame, and tell whether the file is all there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from masterdesk.engine.decode.chunks import Chunk, Header

_MAX_BOXES = 100_000
_MAX_ELST_BYTES = 1 << 12
_MAX_TAG_BYTES = 1 << 24
#: iTunes' note of encoder delay, padding and length in samples, all in hexadecimal.
_GAPLESS_NOTE = re.compile(rb"iTunSMPB.{0,16}data.{8} [0-9A-F]{8} ([0-9A-F]{8}) [0-9A-F]{8} ([0-9A-F]{16})", re.DOTALL)


@dataclass(frozen=True)
class Mp4Facts:
    """`cut_short`: a box runs past the end of the file. `brand`: the major brand, or empty.

    `timing` is that of the first audio track, `None` where its edits are not simple.
    """

    cut_short: bool
    brand: bytes
    timing: Mp4Timing | None


@dataclass(frozen=True)
class Mp4Timing:
    """Audio before `skip` and after `end` is encoder delay and padding; in ticks of `scale` per second.

    `end` is `None` where the header does not say (fragmented files).
    """

    scale: int
    skip: int
    end: int | None


def read_mp4(header: Header, start: int) -> Mp4Facts:
    """Walk the boxes of a file; damaged ones are passed over."""
    cut, brand, timing = False, b"", None
    for box in _boxes(header, start, header.size):
        cut = cut or box.end > header.size
        if box.name == b"ftyp":
            brand = header.read(box.start, 4)
        elif box.name == b"moov" and box.end <= header.size:
            timing = _movie_timing(header, box)
    return Mp4Facts(cut, brand, timing)


def _boxes(header: Header, offset: int, end: int) -> Iterator[Chunk]:
    for _ in range(_MAX_BOXES):
        head = header.read(offset, 16)
        if offset + 8 > end or len(head) < 8:
            return
        size, skip = int.from_bytes(head[:4], "big"), 8
        if size == 1 and len(head) == 16:
            size, skip = int.from_bytes(head[8:], "big"), 16
        elif size == 0:
            size = end - offset
        if size < skip:
            return
        yield Chunk(head[4:8], offset + skip, size - skip)
        offset += size


def _child(header: Header, box: Chunk | None, *path: bytes) -> Chunk | None:
    for name in path:
        if box is None:
            return None
        box = next((b for b in _boxes(header, box.start, box.end) if b.name == name), None)
    return box


def _movie_timing(header: Header, movie: Chunk) -> Mp4Timing | None:
    clock = _clock(header, _child(header, movie, b"mvhd"))
    for track in _boxes(header, movie.start, movie.end):
        handler = _child(header, track, b"mdia", b"hdlr") if track.name == b"trak" else None
        if handler is not None and header.read(handler.start + 8, 4) == b"soun":
            media = _clock(header, _child(header, track, b"mdia", b"mdhd"))
            if clock is None or media is None:
                return None
            edits = _edits(header, _child(header, track, b"edts", b"elst"))
            return _timing(clock[0], media, edits) if edits else _noted_timing(header, movie, media)
    return None


def _clock(header: Header, box: Chunk | None) -> tuple[int, int] | None:
    """Ticks per second and length of a movie or media header."""
    if box is None:
        return None
    body = header.read(box.start, 32).ljust(32, b"\0")
    scale, length = struct.unpack_from(">IQ", body, 20) if body[0] == 1 else struct.unpack_from(">II", body, 12)
    return (scale, length) if scale else None


def _edits(header: Header, box: Chunk | None) -> list[tuple[int, int]]:
    """(length in movie ticks, start in media ticks) of each edit; a start of -1 is an empty one."""
    if box is None:
        return []
    body = header.read(box.start, min(box.size, _MAX_ELST_BYTES))
    entry = struct.Struct(">Qq4x" if body[:1] == b"\1" else ">Ii4x")
    count = int.from_bytes(body[4:8], "big")
    usable = body[8 : 8 + entry.size * min(count, _MAX_ELST_BYTES)]
    return list(entry.iter_unpack(usable[: len(usable) // entry.size * entry.size]))


def _noted_timing(header: Header, movie: Chunk, media: tuple[int, int]) -> Mp4Timing:
    """The timing by iTunes' note where there is one, else all of the media."""
    scale, length = media
    tags = _child(header, movie, b"udta")
    note = _GAPLESS_NOTE.search(header.read(tags.start, min(tags.size, _MAX_TAG_BYTES))) if tags else None
    if note is None:
        return Mp4Timing(scale, 0, length or None)
    skip, samples = (int(digits, 16) for digits in note.groups())
    if not 0 < samples <= length - skip:
        return Mp4Timing(scale, 0, length or None)
    return Mp4Timing(scale, skip, skip + samples)


def _timing(movie_scale: int, media: tuple[int, int], edits: list[tuple[int, int]]) -> Mp4Timing | None:
    scale, length = media
    real = [(ticks, start) for ticks, start in edits if start >= 0]
    if len(real) != 1:
        return None
    ticks, skip = real[0]
    end = length or None
    # An edit that ends within a movie tick of the media's end was only rounded; else it cuts the audio there.
    if ticks and (end is None or skip + (ticks + 1) * scale / movie_scale < end):
        end = skip + round(ticks * scale / movie_scale)
    return Mp4Timing(scale, skip, end)
