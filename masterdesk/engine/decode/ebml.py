"""Tells of a Matroska or WebM file (RFC 8794, RFC 9559) its kind and whether it is all there."""

from __future__ import annotations

from masterdesk.engine.decode.chunks import Header

_DOC_TYPE = b"\x42\x82"
_SEGMENT = bytes.fromhex("18538067")


def read_ebml(header: Header, start: int) -> tuple[str, bool]:
    """The document type (`webm` or `matroska`) and whether the file ends before its segment does."""
    head = header.read(start, 4096)
    at = head.find(_DOC_TYPE)
    doc_type = "webm" if at >= 0 and head[at + 3 : at + 7] == b"webm" else "matroska"
    at = head.find(_SEGMENT)
    if at < 0:
        return doc_type, False
    size, width = _size(head[at + 4 : at + 12])
    return doc_type, size is not None and start + at + 4 + width + size > header.size


def _size(data: bytes) -> tuple[int | None, int]:
    """A variable-length size and its width; `None` if it is unknown (all bits set)."""
    if not data or not data[0]:
        return None, 1
    width = 9 - data[0].bit_length()
    value = int.from_bytes(data[:width], "big") & (1 << 7 * width) - 1
    return (None if value == (1 << 7 * width) - 1 else value), width
