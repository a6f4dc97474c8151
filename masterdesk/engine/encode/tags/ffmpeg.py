"""Tags of what only ffmpeg's libraries read, and of WebM, which holds them where the audio is put together."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from masterdesk.engine.encode.tags.model import Picture, Tags, add_named

#: Where ffmpeg's name for a field is not ours.
_NAMES = {"albumartist": "album_artist"}


def read_any(tags: Tags, path: str) -> None:
    """Add what ffmpeg finds in a file, its container's tags before its stream's."""
    import av

    # As open files, since a name that is no text would be refused.
    with Path(path).open("rb") as opened, av.open(opened, metadata_errors="replace") as file:
        metadata: dict[str, str] = {}
        for stream in file.streams.audio[:1]:
            metadata.update(stream.metadata)
        metadata.update(file.metadata)
        add_named(tags, {name: [value] for name, value in metadata.items()})


def write_webm(tags: Tags, path: str) -> list[Picture]:
    """Put the texts into a WebM file by copying its packets into a new one; returns the pictures, which do not fit."""
    with tempfile.TemporaryFile() as copy:
        _copy_packets(path, copy, _metadata(tags))
        copy.seek(0)
        with Path(path).open("r+b") as file:
            shutil.copyfileobj(copy, file, 1 << 20)
            file.truncate()
    return tags.pictures


def _copy_packets(path: str, copy: Any, metadata: dict[str, str]) -> None:
    import av

    with (
        Path(path).open("rb") as opened,
        av.open(opened, "r") as source,
        av.open(copy, "w", format="webm", container_options={"fflags": "+bitexact"}) as target,
    ):
        stream = target.add_stream_from_template(source.streams.audio[0])
        target.metadata.update(metadata)
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)


def _metadata(tags: Tags) -> dict[str, str]:
    metadata = {_NAMES.get(name, name): "; ".join(values) for name, values in tags.texts.items()}
    for name in ("track", "disc"):
        for part in ("number", "total"):
            metadata.pop(f"{name}{part}", None)
        if number := tags.number(name):
            metadata[name] = number
    return metadata
