"""Pages and packets of Ogg (RFC 3533), each page held against its checksum."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO

from masterdesk.engine.decode.files import read_at

_CAPTURE = b"OggS"
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_HEADER_BYTES = 27
_PAGE_BYTES = _HEADER_BYTES + 255 + 255 * 255
_SCAN_BYTES = 1 << 16
_MAX_PACKET_BYTES = 1 << 26
#: False page beginnings in a row after which no more pages are looked for.
_MAX_FALSE_PAGES = 10_000
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True)
class Page:
    """One page. `lost` tells that bytes before it could not be read; `whole` that its end is there."""

    flags: int
    granule: int
    serial: int
    sequence: int
    lacing: bytes
    body: bytes
    whole: bool
    lost: bool

    @property
    def is_first(self) -> bool:
        """Whether a stream begins here."""
        return bool(self.flags & _FIRST)

    @property
    def is_last(self) -> bool:
        """Whether the stream ends here."""
        return bool(self.flags & _LAST) and self.whole


@dataclass(frozen=True)
class PagePackets:
    """The packets that end on one page; `lost` tells that some before them are missing."""

    page: Page
    packets: list[bytes]
    lost: bool


def read_pages(file: FileIO, start: int, end: int) -> Iterator[Page]:
    """All pages that pass their checksum, and the last one even if the file ends inside it."""
    offset, lost, tried = start, False, 0
    while offset + _HEADER_BYTES <= end and tried < _MAX_FALSE_PAGES:
        data = read_at(file, offset, min(_PAGE_BYTES if lost else _HEADER_BYTES + 255, end - offset))
        page = _page_at(file, data, offset, end, lost)
        if page is None:
            offset, lost, tried = _next_capture(file, offset + 1, end), True, tried + 1
            continue
        tried = 0
        yield page
        offset += _HEADER_BYTES + len(page.lacing) + len(page.body)
        lost = False


def read_packets(pages: Iterator[Page], serial: int) -> Iterator[PagePackets]:
    """The packets of one stream, page by page, up to its last page or to where another stream begins."""
    part, sequence = b"", None
    for page in pages:
        if page.serial != serial:
            if page.is_first and sequence is not None and sequence > 1:
                return
            continue
        lost = sequence is not None and page.sequence != sequence
        if lost or not page.flags & _CONTINUED:
            part = b""
        packets, part, headless = _split(page, part)
        yield PagePackets(page, packets, lost or headless)
        if page.is_last:
            return
        sequence = page.sequence + 1


def last_page(file: FileIO, start: int, end: int) -> Page | None:
    """The last page of the file that gives a time."""
    tail = max(start, end - 2 * _PAGE_BYTES)
    timed = [page for page in read_pages(file, _next_capture(file, tail, end), end) if page.granule >= 0 and page.whole]
    return timed[-1] if timed else None


def _split(page: Page, part: bytes) -> tuple[list[bytes], bytes, bool]:
    """Packets that end on `page`, the beginning of one that does not, whether one's beginning is missing."""
    packets: list[bytes] = []
    headless = bool(page.flags & _CONTINUED) and not part
    skipping, at, size = headless, 0, 0
    for lace in page.lacing:
        size += lace
        if lace == 255:
            continue
        if at + size > len(page.body):
            return packets, b"", headless
        if not skipping:
            packets.append(part + page.body[at : at + size])
        part, skipping, at, size = b"", False, at + size, 0
    rest = b"" if skipping else part + page.body[at : at + size]
    return packets, rest if len(rest) < _MAX_PACKET_BYTES else b"", headless


def _page_at(file: FileIO, data: bytes, offset: int, end: int, lost: bool) -> Page | None:
    if len(data) < _HEADER_BYTES or data[:5] != _CAPTURE + b"\0":
        return None
    flags, granule, serial, sequence, checksum, laces = struct.unpack_from("<BqIIIB", data, 5)
    lacing = data[_HEADER_BYTES : _HEADER_BYTES + laces]
    body_at = _HEADER_BYTES + laces
    body = read_at(file, offset + body_at, min(sum(lacing), max(0, end - offset - body_at)))
    whole = len(lacing) == laces and len(body) == sum(lacing)
    if whole and _checksum(data[:22] + b"\0\0\0\0" + data[26:body_at] + body) != checksum:
        return None
    if not whole and lost:
        return None  # a false capture in damaged bytes, more likely than a last page
    return Page(flags, granule, serial, sequence, lacing, body, whole, lost)


def _next_capture(file: FileIO, offset: int, end: int) -> int:
    while offset < end:
        data = read_at(file, offset, min(_SCAN_BYTES, end - offset))
        at = data.find(_CAPTURE)
        if at >= 0:
            return offset + at
        offset += max(1, len(data) - 3)
    return end


def _checksum(data: bytes) -> int:
    """Ogg's CRC: zlib's polynomial with the bits of every byte the other way round, and nothing inverted."""
    mirrored = zlib.crc32(data.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
