"""Tells what a file holds from its bytes alone; its name is never looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import FileIO

from masterdesk.engine.decode.files import read_at
from masterdesk.engine.decode.mpeg import MpegStream, adts_header, find_stream, mpeg_header
from masterdesk.engine.errors import InputError

_HEAD_BYTES = 1 << 16
_TAGGED_HEAD_BYTES = 1 << 21
#: No file of less than this, a WAV header alone, holds audio.
_SMALLEST_BYTES = 44
_W64_RIFF = bytes.fromhex("726966662e91cf11a5d628db04c10000")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_KNOWN = "WAV, AIFF, FLAC, MP3, M4A, Ogg, Opus or WebM"


@dataclass(frozen=True)
class Content:
    """What a file holds: `kind` picks the reader, the audio lies in [`start`, `end`).

    `mpeg` is the first frame of an MPEG audio or ADTS stream, counted from `start`.
    """

    kind: str
    start: int
    end: int
    mpeg: MpegStream | None = None


_MAGIC: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("riff", rb"(RIFF|RIFX|RF64|BW64)....WAVE"),
        ("w64", re.escape(_W64_RIFF)),
        ("aiff", rb"FORM....AIF[FC]"),
        ("caf", rb"caff\x00\x01"),
        ("au", rb"\.snd"),
        ("flac", rb"fLaC"),
        ("ogg", rb"OggS\x00"),
        ("mov", rb"....(ftyp|moov|mdat|wide|free|skip|pnot)"),
        ("matroska", rb"\x1a\x45\xdf\xa3"),
        ("asf", re.escape(_ASF)),
        ("avi", rb"RIFF....AVI "),
        ("flv", rb"FLV\x01"),
        ("mpegts", rb"G.{187}G.{187}G.{187}G"),
        ("mpeg", rb"\x00\x00\x01\xba"),
        ("wv", rb"wvpk"),
        ("tta", rb"TTA1"),
        ("ape", rb"MAC "),
        ("amr", rb"#!AMR"),
        ("ac3", rb"\x0b\x77"),
    )
)

_NOT_AUDIO: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (what, re.compile(pattern, re.DOTALL | re.IGNORECASE))
    for what, pattern in (
        ("a playlist, not audio", rb"\s*(#EXTM3U|\[playlist\]|ffconcat|<\?xml[^>]*>\s*<(playlist|asx|mpd|smil))"),
        ("a stream description, not audio", rb"v=0\r?\n"),
        ("a web page, perhaps a failed download", rb"\s*<(!doctype html|html|head)"),
        ("a MIDI file: notes, not audio", rb"MThd"),
        ("a ZIP archive", rb"PK\x03\x04"),
        ("an archive", rb"(Rar!|7z\xbc\xaf|\x1f\x8b|BZh)"),
        ("a PDF document", rb"%PDF"),
        ("a picture", rb"(\x89PNG|\xff\xd8\xff|GIF8|BM....\x00\x00\x00\x00|II\*\x00|MM\x00\*|RIFF....WEBP)"),
        ("a program", rb"(\x7fELF|MZ.{58,4096}PE\x00\x00)"),
    )
)


def sniff(file: FileIO, size: int, shown: str) -> Content:
    """Say what `file` of `size` bytes holds; `shown` is its name for messages.

    Raises `InputError` for everything that is not a known kind of audio.
    """
    head = read_at(file, 0, _HEAD_BYTES)
    start = _after_id3(head)
    if start and not 0 < start < size:
        start = 10
    if start:
        head = read_at(file, start, _TAGGED_HEAD_BYTES)
    for kind, magic in _MAGIC:
        if magic.match(head):
            return Content(kind, start, size)
    return _sniff_frames(head, start, size) or _refuse(head, size, shown)


def _after_id3(head: bytes) -> int:
    """Where an ID3v2 tag at the very start ends; 0 without one."""
    if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
        return 0
    length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return 10 + length + (10 if head[5] & 0x10 else 0)


def _sniff_frames(head: bytes, start: int, size: int) -> Content | None:
    whole = start + len(head) >= size
    for kind, header in (("aac", adts_header), ("mp3", mpeg_header)):
        stream = find_stream(header, head, whole)
        if stream is not None:
            return Content(kind, start + stream.offset, size, MpegStream(0, stream.first))
    return None


def _refuse(head: bytes, size: int, shown: str) -> Content:
    if size < _SMALLEST_BYTES:
        raise InputError(f"{shown} is too short to hold audio ({size} bytes)", "export or download it again")
    for what, magic in _NOT_AUDIO:
        if magic.match(head):
            raise InputError(f"{shown} is {what}", "choose an audio file")
    if not head.strip(b"\0"):
        raise InputError(f"{shown} begins with nothing but zeros", "copy or download it again")
    if _is_text(head[:4096]):
        raise InputError(f"{shown} is a text file, not audio", "choose an audio file")
    raise InputError(f"{shown} is not audio of a known kind", f"save it as {_KNOWN}")


def _is_text(head: bytes) -> bool:
    return not head.translate(None, bytes(range(32, 256)) + b"\t\n\r\f") and b"\x7f" not in head and _is_utf8(head)


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character cut in two by the end of what was read
    return True
