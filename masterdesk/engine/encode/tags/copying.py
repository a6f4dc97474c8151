"""Carries the tags of a source over to what was made of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from masterdesk.engine.encode.room import disk_full, is_disk_full
from masterdesk.engine.encode.tags.model import Picture, Tags
from masterdesk.engine.errors import shown_path
from masterdesk.engine.types.findings import Warning

_ASF = bytes.fromhex("3026b2758e66cf11")
_APE_TAGGED = (b"wvpk", b"MAC ", b"TTA1", b"MPCK", b"MP+\x07")
_ONLY_FFMPEG = (b"\x1a\x45\xdf\xa3", b"caff", b"riff", b".snd", _ASF)


def copy_tags(source: str | os.PathLike[str], destination: str | os.PathLike[str]) -> tuple[Warning, ...]:
    """Write the tags of `source` into the finished file `destination`, which has none yet.

    Carried are the fields of `tags.model.FIELDS` and pictures, between all containers
    that can be written and from many more. WebM holds no pictures, M4A only JPEG and PNG.
    Loudness tags (ReplayGain, R128, iTunNORM) are left behind: they would be wrong for the new audio.

    Tags never fail a render: what cannot be read or written is told in the warnings
    returned. Only a full disk raises `OutputError`, for then `destination` is damaged. `source` is only read.
    """
    tags = Tags()
    warnings: list[Warning] = []
    try:
        _reader(source)(tags, os.fspath(source))
    except Exception as error:  # whatever broken tags make of the libraries that read them
        warnings.append(_warning("tags_unreadable", source, "has tags that could not be read whole", error))
    if not tags:
        return tuple(warnings)
    try:
        left_behind = _write(tags, os.fspath(destination))
    except OSError as error:
        if is_disk_full(error):
            raise disk_full(destination) from error
        left_behind = []
        warnings.append(_warning("tags_not_written", source, "has tags that could not be carried over", error))
    except Exception as error:  # as above
        left_behind = []
        warnings.append(_warning("tags_not_written", source, "has tags that could not be carried over", error))
    if left_behind:
        message = f"{len(left_behind)} picture(s) of {shown_path(source)} do not fit into this format"
        warnings.append(Warning("pictures_left_behind", message))
    return tuple(warnings)


def _warning(code: str, source: str | os.PathLike[str], what: str, error: Exception) -> Warning:
    return Warning(code, f"{shown_path(source)} {what} ({error or type(error).__name__})")


def _reader(path: str | os.PathLike[str]) -> Callable[[Tags, str], None]:
    """The function that reads the tags of a file, chosen by its first bytes."""
    head = _head(path)
    if head[:4] in (b"RIFF", b"RF64", b"BW64", b"FORM"):
        from masterdesk.engine.encode.tags.iff import read_iff

        return read_iff
    if head[4:8] == b"ftyp":
        from masterdesk.engine.encode.tags.mp4 import read_mp4

        return read_mp4
    if head.startswith(_ONLY_FFMPEG):
        from masterdesk.engine.encode.tags.ffmpeg import read_any

        return read_any
    if head.startswith((b"fLaC", b"OggS", *_APE_TAGGED)):
        from masterdesk.engine.encode.tags import vorbis

        return vorbis.read_flac if head[:4] == b"fLaC" else vorbis.read_ogg if head[:4] == b"OggS" else vorbis.read_ape
    return _read_mpeg


def _read_mpeg(tags: Tags, path: str) -> None:
    from masterdesk.engine.encode.tags.id3 import read_id3
    from masterdesk.engine.encode.tags.vorbis import read_ape

    read_id3(tags, path)
    if not tags:
        read_ape(tags, path)


def _write(tags: Tags, path: str) -> list[Picture]:
    head = _head(path)
    if head[:4] in (b"RIFF", b"RF64", b"FORM"):
        from masterdesk.engine.encode.tags.iff import write_iff

        write_iff(tags, path)
        return []
    if head[4:8] == b"ftyp":
        from masterdesk.engine.encode.tags.mp4 import write_mp4

        return write_mp4(tags, path)
    if head[:4] == b"fLaC":
        from masterdesk.engine.encode.tags.vorbis import write_flac

        return write_flac(tags, path)
    if head[:4] == b"OggS":
        from masterdesk.engine.encode.tags.vorbis import write_ogg

        write_ogg(tags, path)
        return []
    if head[:4] == _ONLY_FFMPEG[0]:
        from masterdesk.engine.encode.tags.ffmpeg import write_webm

        write_webm(tags, path)
        return tags.pictures
    from masterdesk.engine.encode.tags.id3 import write_id3

    write_id3(tags, path)
    return []


def _head(path: str | os.PathLike[str]) -> bytes:
    if not Path(path).is_file():
        raise FileNotFoundError("it is not a file")
    with Path(path).open("rb") as file:
        return file.read(12)
