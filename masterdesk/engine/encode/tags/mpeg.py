"""The tags of MPEG audio, which come in two kinds: ID3 nearly always, APE seldom."""

from __future__ import annotations

from masterdesk.engine.encode.tags.id3 import read_id3
from masterdesk.engine.encode.tags.model import Tags
from masterdesk.engine.encode.tags.vorbis import read_ape


def read_mpeg(tags: Tags, path: str) -> None:
    """Add the tags of an MP3 or AAC stream."""
    read_id3(tags, path)
    if not tags:
        read_ape(tags, path)
