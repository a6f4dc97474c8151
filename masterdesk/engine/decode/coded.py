"""Compressed audio inside a header that was read here, to be decoded by the library's own demuxer."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.engine.types.findings import Warning


@dataclass(frozen=True)
class CodedRegion:
    """Bytes [`start`, `end`) of a file, for ffmpeg's `demuxer`; `container` is the name to tell the user."""

    container: str
    demuxer: str
    start: int
    end: int
    notes: tuple[Warning, ...] = ()
