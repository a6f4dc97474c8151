"""Decode: from a file of any kind to checked samples, in blocks."""

from masterdesk.engine.decode.report import DecodeReport
from masterdesk.engine.decode.source import AudioSource, open_source

__all__ = ["AudioSource", "DecodeReport", "open_source"]
