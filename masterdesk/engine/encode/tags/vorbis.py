"""Vorbis comments: the tags of FLAC, Ogg Vorbis and Opus; and APE tags, which are much the same."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from mutagen.flac import FLAC
from mutagen.flac import Picture as FlacPicture

from masterdesk.engine.encode.tags.model import FRONT_COVER, Picture, Tags, add_named

# mypy: disallow-untyped-calls=False

_PICTURE_KEY = "metadata_block_picture"
_OLD_PICTURE_KEY = "coverart"
#: A FLAC block has 24 bits for its length.
_LARGEST_FLAC_PICTURE = 2**24 - 1024


def read_flac(tags: Tags, path: str) -> None:
    """Add the tags of a FLAC file."""
    file: Any = FLAC(path)
    _read_comments(tags, file.tags)
    for picture in file.pictures:
        tags.add_picture(picture.type, picture.desc, picture.data)


def read_ogg(tags: Tags, path: str) -> None:
    """Add the tags of an Ogg file of any codec."""
    _read_comments(tags, _open_ogg(path).tags)


def read_ape(tags: Tags, path: str) -> None:
    """Add the APE tags of a WavPack, Monkey's Audio or Musepack file."""
    from mutagen.apev2 import APENoHeaderError, APEv2

    try:
        given: Any = APEv2(path)
    except APENoHeaderError:
        return
    add_named(tags, {key: list(value) for key, value in given.items() if value.kind == 0})
    for key, value in given.items():
        if value.kind == 1 and key.casefold().startswith("cover art"):
            name, _, data = bytes(value.value).partition(b"\0")
            tags.add_picture(FRONT_COVER if "front" in key.casefold() else 0, name.decode("utf-8", "replace"), data)


def write_flac(tags: Tags, path: str) -> list[Picture]:
    """Put tags into a FLAC file; returns the pictures it cannot hold."""
    file: Any = FLAC(path)
    _write_comments(tags, file)
    kept = [picture for picture in tags.pictures if len(picture.data) <= _LARGEST_FLAC_PICTURE]
    for picture in kept:
        file.add_picture(_flac_picture(picture))
    file.save()
    return [picture for picture in tags.pictures if picture not in kept]


def write_ogg(tags: Tags, path: str) -> list[Picture]:
    """Put tags into an Ogg Vorbis or Opus file; it holds them all."""
    file = _open_ogg(path)
    _write_comments(tags, file)
    pictures = [base64.b64encode(_flac_picture(picture).write()).decode() for picture in tags.pictures]
    if pictures:
        file[_PICTURE_KEY] = pictures
    file.save()
    return []


def _open_ogg(path: str) -> Any:
    from mutagen import File
    from mutagen.oggflac import OggFLAC
    from mutagen.oggopus import OggOpus
    from mutagen.oggspeex import OggSpeex
    from mutagen.oggvorbis import OggVorbis

    file = File(path, options=[OggVorbis, OggOpus, OggFLAC, OggSpeex])
    if file is None:
        raise ValueError("an Ogg file of unknown content")
    return file


def _read_comments(tags: Tags, comments: Any) -> None:
    given: dict[str, list[str]] = {}
    for key, value in comments or ():
        given.setdefault(key.casefold(), []).append(value)
    add_named(tags, given)
    for text in given.get(_PICTURE_KEY, ()):
        _read_picture(tags, text)
    for text in given.get(_OLD_PICTURE_KEY, ()):
        tags.add_picture(FRONT_COVER, "", base64.b64decode(text))


def _read_picture(tags: Tags, text: str) -> None:
    try:
        picture: Any = FlacPicture(base64.b64decode(text))
    except (binascii.Error, ValueError, EOFError):
        return
    tags.add_picture(picture.type, picture.desc, picture.data)


def _write_comments(tags: Tags, file: Any) -> None:
    if file.tags is None:
        file.add_tags()
    for name, values in tags.texts.items():
        file[name.upper()] = values


def _flac_picture(picture: Picture) -> Any:
    block: Any = FlacPicture()
    block.type, block.mime, block.desc, block.data = picture.kind, picture.mime, picture.description, picture.data
    return block
