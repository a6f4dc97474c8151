"""Carries the tags of a source over to what was made of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from masterdesk.engine.encode.room import disk_full, is_disk_full
from masterdesk.engine.encode.tags.model import Picture, Tags
from masterdesk.engine.errors import shown_path
from masterdesk.engine.types.findings import Warning

_HEAD_BYTES = 16
#: First bytes of a file, by where they stand, and who knows its tags; anything else is taken for MPEG audio.
_MAGIC: tuple[tuple[int, tuple[bytes, ...], str], ...] = (
    (0, (b"RIFF", b"RF64", b"BW64", b"FORM"), "iff"),
    (4, (b"ftyp",), "mp4"),
    (0, (b"fLaC",), "flac"),
    (0, (b"OggS",), "ogg"),
    (0, (b"wvpk", b"MAC ", b"TTA1", b"MPCK", b"MP+\x07"), "ape"),
    (0, (b"\x1a\x45\xdf\xa3", b"caff", b"riff", b".snd", bytes.fromhex("3026b2758e66cf11")), "ffmpeg"),
)

# Modules and functions are named and not imported: a run needs few of them, and their libraries are slow to load.
_READERS = {
    "iff": ("iff", "read_iff"),
    "mp4": ("mp4", "read_mp4"),
    "flac": ("vorbis", "read_flac"),
    "ogg": ("vorbis", "read_ogg"),
    "ape": ("vorbis", "read_ape"),
    "ffmpeg": ("ffmpeg", "read_any"),
    "mpeg": ("mpeg", "read_mpeg"),
}
_WRITERS = {
    "iff": ("iff", "write_iff"),
    "mp4": ("mp4", "write_mp4"),
    "flac": ("vorbis", "write_flac"),
    "ogg": ("vorbis", "write_ogg"),
    "ffmpeg": ("ffmpeg", "write_webm"),
    "mpeg": ("id3", "write_id3"),
}


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
        _function(_READERS, source)(tags, os.fsdecode(source))
    except Exception as error:  # whatever broken tags make of the libraries that read them
        warnings.append(_warning("tags_unreadable", source, "has tags that could not be read whole", error))
    try:
        left_behind = _function(_WRITERS, destination)(tags, os.fsdecode(destination)) if tags else []
    except Exception as error:  # as above
        if _tells_full_disk(error):
            raise disk_full(destination) from error
        left_behind = []
        warnings.append(_warning("tags_not_written", source, "has tags that could not be carried over", error))
    if left_behind:
        count = "1 picture" if len(left_behind) == 1 else f"{len(left_behind)} pictures"
        message = f"{count} of {shown_path(source)} could not be carried over: the format cannot hold such"
        warnings.append(Warning("pictures_left_behind", message))
    return tuple(warnings)


def read_tags(source: str | os.PathLike[str]) -> Tags:
    """The tags of a file, for showing them; empty where it has none that can be read."""
    tags = Tags()
    with suppress(Exception):  # as above
        _function(_READERS, source)(tags, os.fsdecode(source))
    return tags


def _warning(code: str, source: str | os.PathLike[str], what: str, error: Exception) -> Warning:
    return Warning(code, f"{shown_path(source)} {what} ({str(error) or type(error).__name__})")


def _tells_full_disk(error: BaseException | None) -> bool:
    """Whether an error, or the one that mutagen made it from, is that of a full disk."""
    if isinstance(error, OSError) and is_disk_full(error):
        return True
    return error is not None and _tells_full_disk(error.__cause__ or error.__context__)


def _function(table: dict[str, tuple[str, str]], path: str | os.PathLike[str]) -> Callable[[Tags, str], list[Picture]]:
    module, name = table[_kind(path)]
    found: Callable[[Tags, str], list[Picture]] = getattr(import_module(f"{__package__}.{module}"), name)
    return found


def _kind(path: str | os.PathLike[str]) -> str:
    plain = Path(os.fsdecode(path))
    if not plain.is_file():
        raise FileNotFoundError("it is not a file")
    with plain.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return next((kind for at, magic, kind in _MAGIC if head.startswith(magic, at)), "mpeg")
