"""The door to PyAV: loaded only when a file needs it, silent, and never opening a second file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import cache
from io import FileIO
from types import ModuleType
from typing import Any

import numpy as np

from masterdesk.engine.decode.track import Block, Dtype

#: Sample formats of ffmpeg: how they are stored, and the factor to full scale (0 for floating point).
_STORED = {
    "u8": ("u1", 2.0**-7),
    "s16": ("i2", 2.0**-15),
    "s32": ("i4", 2.0**-31),
    "s64": ("i8", 2.0**-63),
    "flt": ("f4", 0.0),
    "dbl": ("f8", 0.0),
}

#: CPU seconds that may pass without one packet of audio before a file is given up.
PATIENCE_S = 4.0


class Hopeless(Exception):
    """A file keeps its demuxer busy without ever giving audio."""


@cache
def av() -> ModuleType:
    """PyAV, imported at the first call."""
    import av as module

    module.logging.set_level(None)
    return module


class Window:
    """A part of a file, as a file that PyAV reads; outlasting its patience ends the read.

    Call `patience` before each step that should give a packet: a demuxer that
    then works on for more than `PATIENCE_S` of this thread's CPU time is stopped.
    """

    def __init__(self, file: FileIO, start: int, end: int) -> None:
        self._file = file
        self._start, self._length = start, end - start
        self._position = 0
        self.patience()

    def patience(self) -> None:
        """Begin to count anew."""
        self._deadline = time.thread_time() + PATIENCE_S

    def read(self, count: int) -> bytes:
        """Up to `count` bytes, none at the end."""
        if time.thread_time() > self._deadline:
            raise Hopeless
        self._file.seek(self._start + self._position)
        data = self._file.read(max(0, min(count, self._length - self._position)))
        self._position += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move as `io` does."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._length}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        """The position, counted from the window's start."""
        return self._position


def open_container(window: Window, demuxer: str, options: dict[str, str]) -> Any:
    """Open `window` with one demuxer and nothing else; raises what PyAV raises."""
    return av().open(
        window,
        format=demuxer,
        metadata_errors="ignore",
        buffer_size=1 << 16,
        io_open=_no_second_file,
        # Nothing but the window is ever read, whatever the file names: no path, no address.
        options={"protocol_whitelist": "none", "format_whitelist": _demuxer_names(demuxer), **options},
    )


class PacketDecoder:
    """Decodes packets that were found without ffmpeg's demuxers."""

    def __init__(self, codec: str, extradata: bytes, options: dict[str, str] | None = None) -> None:
        self._context = av().CodecContext.create(codec, "r")
        self._context.extradata = extradata
        self._context.options = options or {}
        self._packet: Callable[[bytes], Any] = av().Packet
        self._failure = av().error.FFmpegError

    def forget(self) -> None:
        """Start afresh after a loss, so that what was lost does not distort what follows."""
        self._context.flush_buffers()

    def decode(self, data: bytes) -> list[Any] | None:
        """PyAV's frames for one packet; `None` if it is damaged."""
        try:
            frames: list[Any] = self._context.decode(self._packet(data))
        except self._failure:
            return None
        return frames


def planar(frames: Sequence[Any], channels: int, dtype: Dtype) -> Block:
    """The samples of PyAV's audio frames in a row, shape (channels, frames), full scale 1.0.

    Integers become `dtype`; floating point keeps its precision.
    """
    if not frames:
        return np.empty((channels, 0), dtype)
    stored, scale = _STORED[frames[0].format.name.removesuffix("p")]
    total = sum(frame.samples for frame in frames)
    out = np.empty((channels, total), dtype if scale else stored)
    if not scale and len(frames[0].planes) == channels:
        _join(frames, stored, out)
        return out
    at = 0
    for frame in frames:
        _copy(frame, stored, scale, out[:, at : at + frame.samples])
        at += frame.samples
    return out


def _join(frames: Sequence[Any], stored: str, out: Block) -> None:
    """Copy planes as they are; a page of Vorbis has dozens of short frames, and each step for each of them counts."""
    planes = [(frame.planes, frame.samples) for frame in frames]
    for channel, row in enumerate(out):
        np.concatenate([np.frombuffer(plane[channel], stored, count) for plane, count in planes], out=row)


def _copy(frame: Any, stored: str, scale: float, out: Block) -> None:
    count, planes = frame.samples, frame.planes
    if len(planes) == len(out):
        rows = [np.frombuffer(plane, stored, count) for plane in planes]
    else:
        rows = list(np.frombuffer(planes[0], stored, count * len(out)).reshape(count, len(out)).T)
    for row, samples in zip(out, rows, strict=True):
        if not scale:
            row[:] = samples
            continue
        wide = samples.astype(np.int16) - np.int16(128) if stored == "u1" else samples
        np.multiply(wide, out.dtype.type(scale), out=row, dtype=out.dtype, casting="unsafe")


def channel_order(frame: Any) -> str | None:
    """The speakers of PyAV's audio frame, or `None` where the file names none."""
    names = [channel.name for channel in frame.layout.channels]
    known = all(name.isalnum() and not name.startswith("USR") and name not in ("NONE", "UNK") for name in names)
    return "+".join(names) if known and len(names) > 1 else None


def _demuxer_names(demuxer: str) -> str:
    name: str = av().format.ContainerFormat(demuxer, "r").name
    return name


def _no_second_file(url: str, flags: int, options: dict[str, str]) -> None:
    raise PermissionError(f"a media file may not open another: {url}")
