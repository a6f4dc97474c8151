"""The tags of WAV, RF64 and AIFF, which are chunks of their own."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from masterdesk.engine.encode.tags.id3 import id3_bytes, read_id3
from masterdesk.engine.encode.tags.model import Picture, Tags, add_named

_INFO = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"ICRD": "date",
    b"IGNR": "genre",
    b"ICMT": "comment",
    b"ICOP": "copyright",
    b"IMUS": "composer",
    b"ISRC": "isrc",
    b"IPRT": "tracknumber",
    b"ITRK": "tracknumber",
}
# INFO's own ISRC means the source of the recording, so it is read as what it looks like and not written.
_WRITTEN_INFO = (b"INAM", b"IART", b"IPRD", b"ICRD", b"IGNR", b"ICMT", b"ICOP", b"ITRK")
_AIFF_TEXTS = {b"NAME": "title", b"AUTH": "artist", b"(c) ": "copyright", b"ANNO": "comment"}
_LARGEST_TAG_BYTES = 1 << 28
_MOST_CHUNKS = 10000
_UNKNOWN_SIZE = 0xFFFFFFFF
_DS64_RIFF_SIZE_AT = 20


class _Chunk(NamedTuple):
    name: bytes
    at: int
    size: int


def read_iff(tags: Tags, path: str) -> None:
    """Add the tags of a WAV, RF64 or AIFF file: those of its ID3 chunk first, then its INFO list or text chunks."""
    named: dict[str, list[object]] = {}
    with Path(path).open("rb") as file:
        for chunk in list(_chunks(file)):
            if chunk.name.lower() == b"id3 ":
                read_id3(tags, BytesIO(_content(file, chunk)))
            elif chunk.name == b"LIST":
                _read_info(named, _content(file, chunk))
            elif chunk.name in _AIFF_TEXTS:
                named.setdefault(_AIFF_TEXTS[chunk.name], []).append(_decoded(_content(file, chunk)))
    add_named(tags, named)


def write_iff(tags: Tags, path: str) -> list[Picture]:
    """Append tags to a file of ours: an ID3 chunk, which holds all, and for WAV also an INFO list, read by more."""
    with Path(path).open("r+b") as file:
        chunks = list(_chunks(file))
        is_wav = file.seek(0) == 0 and file.read(4) != b"FORM"
        for old in (chunk for chunk in chunks if chunk.name.lower() == b"id3 "):
            file.seek(old.at)
            file.write(b"JUNK")
        if is_wav:
            _append(file, b"LIST", _info_bytes(tags), "<")
        _append(file, b"id3 " if is_wav else b"ID3 ", id3_bytes(tags), "<" if is_wav else ">")
        _set_size(file)
    return []


def _chunks(file: BinaryIO) -> Iterator[_Chunk]:
    file.seek(0)
    order = ">" if file.read(12)[:4] == b"FORM" else "<"
    at, data_size = 12, 0
    for _ in range(_MOST_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        name, size = struct.unpack(f"{order}4sI", head)
        if name == b"ds64":
            data_size = struct.unpack("<8xQ", file.read(16))[0]
        if name == b"data" and size == _UNKNOWN_SIZE:
            size = data_size
        yield _Chunk(name, at, size)
        at += 8 + size + size % 2


def _content(file: BinaryIO, chunk: _Chunk) -> bytes:
    file.seek(chunk.at + 8)
    return file.read(min(chunk.size, _LARGEST_TAG_BYTES))


def _read_info(named: dict[str, list[object]], content: bytes) -> None:
    if content[:4] != b"INFO":
        return
    at = 4
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name in _INFO:
            named.setdefault(_INFO[name], []).append(_decoded(content[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2


def _info_bytes(tags: Tags) -> bytes:
    parts = [b"INFO"]
    for name in _WRITTEN_INFO:
        if text := tags.first(_INFO[name]):
            content = text.encode() + b"\0"
            parts.append(struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2))
    return b"".join(parts)


def _append(file: BinaryIO, name: bytes, content: bytes, order: str) -> None:
    end = file.seek(0, os.SEEK_END)
    head = struct.pack(f"{order}4sI", name, len(content))
    file.write(b"\0" * (end % 2) + head + content + b"\0" * (len(content) % 2))


def _set_size(file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END) - 8
    file.seek(0)
    form = file.read(4)
    if form == b"RF64":
        file.seek(_DS64_RIFF_SIZE_AT)
        file.write(struct.pack("<Q", size))
    else:
        file.write(struct.pack(">I" if form == b"FORM" else "<I", size))


def _decoded(content: bytes) -> str:
    """Text without a declared encoding: UTF-8 where it is valid, else the old default of Windows."""
    text = content.split(b"\0")[0]
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")
