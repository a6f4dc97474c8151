"""ID3v2: the tags of MP3, and of the ID3 chunk in WAV and AIFF."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from mutagen.id3 import APIC, COMM, ID3, USLT, Frames, ID3NoHeaderError

from masterdesk.engine.encode.tags.model import Picture, Tags

# mypy: disallow-untyped-calls=False

_UTF_8 = 3
_LAST_PICTURE_KIND = 20
_FRAMES = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "TPE2": "albumartist",
    "TDRC": "date",
    "TCOM": "composer",
    "TEXT": "lyricist",
    "TPE3": "conductor",
    "TSRC": "isrc",
    "TCOP": "copyright",
    "TPUB": "label",
    "TIT1": "grouping",
    "TLAN": "language",
    "TBPM": "bpm",
    "TCMP": "compilation",
}
_NUMBERS = {"TRCK": "track", "TPOS": "disc"}
#: Comments that iTunes and taggers keep their own numbers in.
_MACHINE_COMMENTS = ("itun", "id3v1", "replaygain", "songs-db", "mm_", "musicmatch")


def read_id3(tags: Tags, source: str | BinaryIO) -> None:
    """Add the tags of a file or of an ID3 chunk."""
    try:
        frames: Any = ID3(source)
    except ID3NoHeaderError:
        return
    for frame_id, name in _FRAMES.items():
        tags.add(name, (value for frame in frames.getall(frame_id) for value in frame.text))
    for frame_id, name in _NUMBERS.items():
        for frame in frames.getall(frame_id):
            tags.add_number(name, frame.text[0] if frame.text else "")
    tags.add("genre", (genre for frame in frames.getall("TCON") for genre in frame.genres))
    for frame in sorted(frames.getall("COMM"), key=lambda frame: frame.desc != ""):
        if not frame.desc.casefold().startswith(_MACHINE_COMMENTS):
            tags.add("comment", frame.text)
    for frame in frames.getall("USLT"):
        tags.add("lyrics", [frame.text])
    for frame in frames.getall("APIC"):
        if frame.mime != "-->":
            tags.add_picture(int(frame.type), frame.desc, frame.data)


def write_id3(tags: Tags, path: str) -> list[Picture]:
    """Put tags at the start of an MP3 file, beside what its encoder says there; it holds them all."""
    try:
        frames: Any = ID3(path)
    except ID3NoHeaderError:
        frames = ID3()
    _add_frames(tags, frames)
    frames.save(path)
    return []


def id3_bytes(tags: Tags) -> bytes:
    """Tags as the content of an ID3 chunk."""
    frames: Any = ID3()
    _add_frames(tags, frames)
    chunk = BytesIO()
    frames.save(chunk, padding=lambda info: 0)
    return chunk.getvalue()


def _add_frames(tags: Tags, frames: Any) -> None:
    for frame_id, name in {**_FRAMES, "TCON": "genre"}.items():
        if name in tags.texts:
            frames.setall(frame_id, [Frames[frame_id](encoding=_UTF_8, text=tags.texts[name])])
    for frame_id, name in _NUMBERS.items():
        if number := tags.number(name):
            frames.setall(frame_id, [Frames[frame_id](encoding=_UTF_8, text=[number])])
    if comment := tags.texts.get("comment"):
        frames.add(COMM(encoding=_UTF_8, lang="XXX", desc="", text=comment))
    if lyrics := tags.first("lyrics"):
        frames.add(USLT(encoding=_UTF_8, lang="XXX", desc="", text=lyrics))
    for place, picture in enumerate(tags.pictures):
        # Frames are told apart by their descriptions.
        description = picture.description + " " * place
        kind = picture.kind if 0 <= picture.kind <= _LAST_PICTURE_KIND else 0
        frames.add(APIC(encoding=_UTF_8, mime=picture.mime, type=kind, desc=description, data=picture.data))
