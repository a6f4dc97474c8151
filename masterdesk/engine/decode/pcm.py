"""Reads uncompressed samples: every plain WAV, RF64, Wave64, AIFF, CAF and AU file comes down to this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO

import numpy as np
import numpy.typing as npt

from masterdesk.engine.decode.g711 import A_LAW, MU_LAW
from masterdesk.engine.decode.report import PassLog
from masterdesk.engine.decode.track import Block, Dtype
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Warning

#: Bytes of one sample of each codec (ffmpeg's names).
SAMPLE_BYTES = {
    "pcm_u8": 1, "pcm_s8": 1, "pcm_alaw": 1, "pcm_mulaw": 1,
    "pcm_s16le": 2, "pcm_s16be": 2, "pcm_s24le": 3, "pcm_s24be": 3,
    "pcm_s32le": 4, "pcm_s32be": 4, "pcm_f32le": 4, "pcm_f32be": 4, "pcm_f64le": 8, "pcm_f64be": 8,
}  # fmt: skip

_MIN_READ_FRAMES, _MAX_READ_FRAMES = 1 << 14, 1 << 18


@dataclass(frozen=True)
class PcmLayout:
    """Where the samples of a file are and how they are stored."""

    container: str
    codec: str
    channels: int
    channel_order: str
    sample_rate: int
    offset: int
    frames: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return self.channels * SAMPLE_BYTES[self.codec]


class PcmTrack:
    """Uncompressed audio: exact to the frame, and any frame is found at once."""

    def __init__(self, layout: PcmLayout, promised_frames: int, size: int, notes: tuple[Warning, ...]) -> None:
        self._layout = layout
        self.notes = notes
        self.promised_frames: int | None = promised_frames
        self.expected_frames: int | None = self.promised_frames
        bits = 8 * SAMPLE_BYTES[layout.codec]
        self.format = AudioFormat(
            container=layout.container,
            codec=layout.codec,
            channels=layout.channels,
            channel_order=layout.channel_order,
            sample_rate=layout.sample_rate,
            bit_depth=bits,
            bit_rate=round(bits * layout.channels * layout.sample_rate / 1000),
            frames=layout.frames,
            size=size,
        )

    def pieces(self, file: FileIO, start: int, size: int, dtype: Dtype, log: PassLog) -> Iterator[tuple[int, Block]]:
        """Read frames from `start` on; see `Track.pieces`."""
        layout = self._layout
        many = size * -(-_MIN_READ_FRAMES // size) if size < _MIN_READ_FRAMES else min(size, _MAX_READ_FRAMES)
        convert = _Converter(layout, many, np.dtype(dtype))
        while start < layout.frames:
            count = min(many, layout.frames - start)
            block = convert.read(file, layout.offset + start * layout.frame_bytes, count)
            if not block.shape[1]:
                return
            yield start, block
            start += block.shape[1]


class _Converter:
    """Turns stored bytes into planar samples, by way of buffers that are used again and again."""

    def __init__(self, layout: PcmLayout, frames: int, dtype: np.dtype[np.generic]) -> None:
        self._channels = layout.channels
        self._codec = layout.codec
        self._frame_bytes = layout.frame_bytes
        self._dtype = dtype
        # One byte more at each end: 24-bit samples are read as part of the 32 bits that begin one byte
        # before them (little-endian) or end one byte after them (big-endian).
        self._raw = bytearray(2 + frames * self._frame_bytes)
        self._wide = np.empty(frames * layout.channels, np.int32)

    def read(self, file: FileIO, offset: int, frames: int) -> Block:
        """Up to `frames` frames from byte `offset`, shape (channels, frames); fewer if the file has shrunk."""
        file.seek(offset)
        wanted, got = frames * self._frame_bytes, 0
        with memoryview(self._raw) as view:
            while got < wanted and (count := file.readinto(view[1 + got : 1 + wanted])):
                got += count
        return self._planar(got // self._frame_bytes)

    def _planar(self, frames: int) -> Block:
        kind, bits = self._codec[4], self._codec[5:7]
        if self._codec in ("pcm_alaw", "pcm_mulaw"):
            table = A_LAW if self._codec == "pcm_alaw" else MU_LAW
            return np.ascontiguousarray(table[self._view("u1", frames)], dtype=self._dtype)
        if kind == "f":
            stored = self._view(f"{self._endian}f{int(bits) // 8}", frames)
            # Always a copy: one channel would be contiguous already, and be overwritten by what is read next.
            return np.array(stored, dtype=stored.dtype.newbyteorder("="), order="C")
        if bits == "24":
            return self._scaled(self._from_24_bit(frames), 31)
        if self._codec == "pcm_u8":
            return self._scaled(self._view("u1", frames).astype(np.int16) - np.int16(128), 7)
        width = SAMPLE_BYTES[self._codec]
        return self._scaled(self._view(f"{self._endian}i{width}", frames), 8 * width - 1)

    @property
    def _endian(self) -> str:
        return ">" if self._codec.endswith("be") else "<"

    def _view(self, stored: str, frames: int) -> npt.NDArray[np.generic]:
        data = np.frombuffer(self._raw, stored, frames * self._channels, 1)
        return data.reshape(frames, self._channels).T

    def _from_24_bit(self, frames: int) -> npt.NDArray[np.int32]:
        """24-bit samples in the upper three bytes of 32, lowest byte 0."""
        big = self._endian == ">"
        shape, strides = (self._channels, frames), (3, self._frame_bytes)
        stored: npt.NDArray[np.int32] = np.ndarray(
            shape, f"{self._endian}i4", buffer=self._raw, offset=1 if big else 0, strides=strides
        )
        wide = self._wide[: frames * self._channels].reshape(shape)
        wide[:] = stored
        return np.bitwise_and(wide, np.int32(-256), out=wide)

    def _scaled(self, samples: npt.NDArray[np.generic], bits: int) -> Block:
        out = np.empty(samples.shape, self._dtype)
        np.multiply(samples, self._dtype.type(2.0**-bits), out=out, dtype=self._dtype, casting="unsafe")
        return out
