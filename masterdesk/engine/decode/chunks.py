"""Walks the chunks that RIFF, IFF, CAF and Wave64 files are made of, without believing their sizes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import FileIO
from typing import Literal

from masterdesk.engine.decode.files import read_at
from masterdesk.engine.decode.pcm import SAMPLE_BYTES, PcmLayout, PcmTrack
from masterdesk.engine.decode.track import check_shape, cut_short
from masterdesk.engine.errors import InputError, shown_path
from masterdesk.engine.types.findings import Warning

#: More chunks than any real file has before its audio.
MAX_CHUNKS = 200_000


@dataclass(frozen=True)
class Chunk:
    """A chunk's name, where its body begins and the size it claims (which may pass the end of the file)."""

    name: bytes
    start: int
    size: int

    @property
    def end(self) -> int:
        """Where the body ends, if the size is true."""
        return self.start + self.size


@dataclass
class Header:
    """What a header parser works on, and the warnings it collects."""

    file: FileIO
    path: str | os.PathLike[str]
    size: int
    notes: list[Warning] = field(default_factory=list)

    def read(self, offset: int, count: int) -> bytes:
        """Bytes of the file, fewer at its end."""
        return read_at(self.file, offset, count)

    def error(self, what: str, remedy: str = "export it again as WAV or FLAC") -> InputError:
        """An error that names the file."""
        return InputError(f"{shown_path(self.path)} {what}", remedy)

    def warn(self, code: str, message: str) -> None:
        """Note something that was wrong and could be mended."""
        self.notes.append(Warning(code, message))


def walk_iff(header: Header, offset: int, big_endian: bool) -> Iterator[Chunk]:
    """Chunks of RIFF or IFF: a four-letter name, 32-bit size, bodies padded to even length.

    A chunk of odd size whose pad byte was forgotten is allowed for.
    """
    order: Literal["big", "little"] = "big" if big_endian else "little"
    for _ in range(MAX_CHUNKS):
        head = header.read(offset, 8)
        if len(head) < 8 or not is_name(head):
            return
        chunk = Chunk(head[:4], offset + 8, int.from_bytes(head[4:], order))
        yield chunk
        offset = chunk.end
        if chunk.size & 1 and not _unpadded(header, offset, order):
            offset += 1


def _unpadded(header: Header, offset: int, order: Literal["big", "little"]) -> bool:
    """Whether the next chunk begins right at an odd `offset`, without the pad byte it should have."""
    following = header.read(offset, 9)

    def fits(at: int) -> bool:
        size = int.from_bytes(following[at + 4 : at + 8], order)
        return is_name(following[at:]) and offset + at + 8 + size <= header.size

    if fits(1) or not fits(0):
        return False
    header.warn("header_repaired", "a chunk of the header has no pad byte; the file was read all the same")
    return True


def is_name(data: bytes) -> bool:
    """Whether `data` begins like a chunk: four printable characters."""
    return len(data) >= 4 and all(32 <= byte < 127 for byte in data[:4])


@dataclass(frozen=True)
class SampleFormat:
    """What a header says about samples: ffmpeg's codec name and the shape."""

    codec: str
    channels: int
    channel_order: str
    sample_rate: int


def pcm_track(header: Header, container: str, samples: SampleFormat, data: Chunk) -> PcmTrack:
    """The track of uncompressed samples in the chunk `data`, cut to what the file really holds.

    Raises `InputError` if that is not even one frame.
    """
    check_shape(header.path, samples.channels, samples.sample_rate)
    frame_bytes = samples.channels * SAMPLE_BYTES[samples.codec]
    promised = data.size // frame_bytes
    frames = max(0, min(data.end, header.size) - data.start) // frame_bytes
    if frames == 0:
        raise header.error("holds no audio: it ends where the samples should begin", "export it again")
    if frames < promised:
        header.notes.append(cut_short(promised - frames, samples.sample_rate))
    layout = PcmLayout(
        container, samples.codec, samples.channels, samples.channel_order, samples.sample_rate, data.start, frames
    )
    return PcmTrack(layout, frames, header.size, tuple(header.notes))
