"""Gives an Ogg stream a number that is not drawn at random."""

from __future__ import annotations

from typing import Any

from mutagen.ogg import OggPage

from masterdesk.engine.encode.sink import Sink

# mypy: disallow-untyped-calls=False


def number_stream(file: Sink, serial: int) -> None:
    """Set the serial number of every page, so that the same recipe gives the same bits."""
    file.seek(0)
    while True:
        try:
            page: Any = OggPage(file)
        except EOFError:
            return
        page.serial = serial
        file.seek(page.offset)
        file.write(page.write())
