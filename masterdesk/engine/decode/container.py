"""Audio that ffmpeg finds and decodes: MP3, AAC, everything in MP4, Matroska, ASF and other containers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import FileIO
from typing import Any

import numpy as np

from masterdesk.engine.decode.chunks import Header
from masterdesk.engine.decode.libav import Hopeless, Window, av, channel_order, open_container, planar
from masterdesk.engine.decode.report import PassLog
from masterdesk.engine.decode.speakers import usual_order
from masterdesk.engine.decode.track import INCOMPLETE_END, Block, Dtype, check_shape
from masterdesk.engine.errors import InputError, shown_path
from masterdesk.engine.types.audio_format import LOSSLESS_CODECS, AudioFormat
from masterdesk.engine.types.findings import Warning

#: Amplitude (+18 dBFS) that no lossy file of music has: what a decoder makes of damaged data.
_ABSURD_AMPLITUDE = 8.0
#: Silence that is put in the place of one damaged packet, at most.
_MAX_PACKET_S = 1.0
#: Frames that are put together before they are looked at.
_BATCH_FRAMES = 1 << 14


@dataclass(frozen=True)
class Plan:
    """How a container is to be read: by which demuxer, from where to where, and what is known beforehand.

    `timing` tells (encoder delay, end) in seconds, exactly; without it ffmpeg's own reading of the
    container's marks is taken.
    """

    container: str
    demuxer: str
    start: int
    end: int
    timing: tuple[Fraction, Fraction | None] | None = None


@dataclass(frozen=True)
class _Shape:
    """What must stay the same through the stream."""

    channels: int
    sample_rate: int


class ContainerTrack:
    """The first audio stream of a container."""

    def __init__(self, header: Header, plan: Plan) -> None:
        self._path, self._plan = header.path, plan
        with _Reader(header.path, header.file, plan) as reader:
            frame = reader.first_frame()
            self._shape = _Shape(frame.layout.nb_channels, frame.sample_rate)
            check_shape(header.path, self._shape.channels, self._shape.sample_rate)
            if reader.audio_streams > 1:
                header.warn("extra_tracks", f"the file has {reader.audio_streams} audio tracks; the first is used")
            self.notes: tuple[Warning, ...] = tuple(header.notes)
            self.promised_frames: int | None = self._exact_frames()
            self.expected_frames: int | None = (
                self.promised_frames or round(reader.duration_s * self._shape.sample_rate) or None
            )
            self.format = self._format(reader, frame, header.size)

    def pieces(self, file: FileIO, start: int, size: int, dtype: Dtype, log: PassLog) -> Iterator[tuple[int, Block]]:
        """Decode from the beginning; see `Track.pieces`."""
        with _Reader(self._path, file, self._plan) as reader:
            position = 0
            for block in self._trimmed(self._blocks(reader, dtype, log), reader):
                yield position, block
                position += block.shape[1]

    def _exact_frames(self) -> int | None:
        skip, end = self._plan.timing or (Fraction(0), None)
        if end is None:
            return None
        frames = round((end - skip) * self._shape.sample_rate)
        return frames if frames > 0 else None

    def _format(self, reader: _Reader, frame: Any, size: int) -> AudioFormat:
        codec = reader.codec
        rate, frames = self._shape.sample_rate, self.promised_frames
        stream_bytes = self._plan.end - self._plan.start
        average = round(stream_bytes * 8 * rate / frames / 1000) if frames and reader.only_audio else None
        return AudioFormat(
            container=self._plan.container,
            codec=codec,
            channels=self._shape.channels,
            channel_order=channel_order(frame) or usual_order(self._shape.channels),
            sample_rate=rate,
            bit_depth=_bit_depth(codec, frame, reader.extradata),
            bit_rate=average or (round(reader.bit_rate / 1000) if reader.bit_rate else None),
            frames=frames if not any(note.code == "cut_short" for note in self.notes) else None,
            size=size,
        )

    def _blocks(self, reader: _Reader, dtype: Dtype, log: PassLog) -> Iterator[Block]:
        """Decoded frames, many at a time, and silence for damaged packets that good ones follow."""
        rate, channels = self._shape.sample_rate, self._shape.channels
        position = lost = damaged = 0
        batch: list[Any] = []
        for frames, duration_s in reader.packets(log):
            if frames is None:
                damaged += 1
                lost += round(min(duration_s, _MAX_PACKET_S) * rate)
            for frame in frames or ():
                if frame.sample_rate != rate or frame.layout.nb_channels != channels:
                    log.note("format_changes", _changed_shape(position / rate, frame))
                    yield self._samples(batch, position, dtype, log)
                    return
                if damaged or position % _BATCH_FRAMES + frame.samples >= _BATCH_FRAMES:
                    yield self._samples(batch, position, dtype, log)
                    yield self._silence(position, lost, damaged, dtype, log)
                    position, lost, damaged, batch = position + lost, 0, 0, []
                batch.append(frame)
                position += frame.samples
        yield self._samples(batch, position, dtype, log)
        if damaged:
            log.note("cut_short", INCOMPLETE_END)

    def _silence(self, position: int, frames: int, damaged_packets: int, dtype: Dtype, log: PassLog) -> Block:
        for _ in range(damaged_packets):
            log.damaged(position)
        log.silenced_frames += frames
        return np.zeros((self._shape.channels, frames), dtype)

    def _samples(self, batch: list[Any], end: int, dtype: Dtype, log: PassLog) -> Block:
        """The samples of frames that end at `end`; silence where damaged data made something impossible of them."""
        block = planar(batch, self._shape.channels, dtype)
        if self.format.is_lossless or _possible(block):
            return block
        at = 0
        for frame in batch:
            samples = block[:, at : at + frame.samples]
            if not _possible(samples):
                log.damaged(end - block.shape[1] + at)
                log.silenced_frames += frame.samples
                samples[:] = 0.0
            at += frame.samples
        return block

    def _trimmed(self, blocks: Iterator[Block], reader: _Reader) -> Iterator[Block]:
        """Cut off encoder delay and padding, where that was not left to ffmpeg."""
        if self._plan.timing is None:
            yield from blocks
            return
        rate = self._shape.sample_rate
        skip, end = self._plan.timing
        first = 0
        for block, is_last in _mark_last(blocks):
            stop = reader.media_end if is_last and end is None and self._plan.demuxer == "mov" else end
            low = max(0, round(skip * rate) - first)
            high = block.shape[1] if stop is None else min(block.shape[1], round(stop * rate) - first)
            if high > low:
                yield block[:, low:high]
            first += block.shape[1]


class _Reader:
    """An opened container and its first audio stream."""

    def __init__(self, path: str | os.PathLike[str], file: FileIO, plan: Plan) -> None:
        self._path = path
        self._manual = plan.timing is not None
        self._window = Window(file, plan.start, plan.end)
        self._container: Any = None
        self.media_end: Fraction | None = None
        options = {"ignore_editlist": "1"} if self._manual else {}
        try:
            self._container = open_container(self._window, plan.demuxer, options)
        except (av().error.FFmpegError, Hopeless, PermissionError, ValueError, EOFError):
            raise self._unreadable() from None
        self._stream = self._first_audio()

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def _first_audio(self) -> Any:
        streams = list(self._container.streams)
        audio = [stream for stream in streams if stream.type == "audio" and stream.codec_context is not None]
        self.audio_streams, self.only_audio = len(audio), len(streams) == 1
        if not audio:
            self._container.close()
            raise InputError(f"{shown_path(self._path)} has no audio track", "choose a file with sound in it")
        for stream in streams:
            if stream is not audio[0]:
                stream.discard = av().stream.Discard.all
        context = audio[0].codec_context
        if self._manual:
            context.options = {"flags2": "+skip_manual"}
        self.duration_s = (self._container.duration or 0) / 1e6
        self.codec: str = context.codec.canonical_name
        self.extradata: bytes = context.extradata or b""
        self.bit_rate: int | None = context.bit_rate or (self._container.bit_rate if self.only_audio else None)
        return audio[0]

    def first_frame(self) -> Any:
        """The first frame that can be decoded; raises `InputError` if there is none."""
        log = PassLog(1)
        for frames, _ in self.packets(log):
            if frames:
                return frames[0]
        raise self._unreadable()

    def packets(self, log: PassLog) -> Iterator[tuple[list[Any] | None, float]]:
        """The frames of each packet in turn, `None` for a damaged one, and its length in seconds."""
        tick = self._stream.time_base or Fraction(0)
        tick_s = float(tick)
        end = None
        for packet in self._demuxed(log):
            duration = packet.duration or 0
            if packet.size and packet.pts is not None:
                end = packet.pts + duration
            if packet.is_corrupt:
                log.note("cut_short", INCOMPLETE_END)
            try:
                frames = packet.decode()
            except av().error.FFmpegError:
                frames = None
            yield frames, duration * tick_s
        self.media_end = None if end is None else end * tick

    def _demuxed(self, log: PassLog) -> Iterator[Any]:
        packets = self._container.demux(self._stream)
        while True:
            self._window.patience()
            try:
                packet = next(packets)
            except (StopIteration, IndexError):  # PyAV trips over streams that turned up since the start, at the end
                return
            except Hopeless:
                raise self._unreadable() from None
            except (av().error.FFmpegError, EOFError, PermissionError):
                log.note("cut_short", "the file ends early or is damaged: its end could not be read")
                return
            yield packet

    def _unreadable(self) -> InputError:
        return InputError(
            f"{shown_path(self._path)} is damaged, or no audio can be found in it", "export or download it again"
        )


def _mark_last(blocks: Iterator[Block]) -> Iterator[tuple[Block, bool]]:
    held = next(blocks, None)
    for block in blocks:
        assert held is not None
        yield held, False
        held = block
    if held is not None:
        yield held, True


def _possible(block: Block) -> bool:
    loudest = np.abs(block).max(initial=0.0)
    return bool(loudest <= _ABSURD_AMPLITUDE)


def _changed_shape(seconds: float, frame: Any) -> str:
    now = f"{frame.sample_rate:,} Hz, {frame.layout.nb_channels} channels"
    return f"the audio changes to {now} after {seconds:.2f} s; only what comes before is used"


def _bit_depth(codec: str, frame: Any, extradata: bytes) -> int | None:
    if codec == "alac" and len(extradata) > 17:
        return extradata[17]
    if codec not in LOSSLESS_CODECS and not codec.startswith("pcm_"):
        return None
    bits: int = frame.format.bits
    return 24 if bits == 32 and frame.format.name.startswith("s") else bits
