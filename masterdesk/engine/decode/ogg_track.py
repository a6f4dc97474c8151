"""Vorbis, Opus and FLAC in Ogg files, to the exact frame.

Lengths follow the pages' granule positions: Vorbis I specification, appendix
A.2; RFC 7845, section 4, for Opus.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from typing import Any

import numpy as np

from masterdesk.engine.decode.chunks import Header
from masterdesk.engine.decode.flac import FlacFrames, FrameHead, StreamInfo, parse_frame_head, parse_stream_info, place
from masterdesk.engine.decode.libav import PacketDecoder, channel_order, planar
from masterdesk.engine.decode.ogg import Page, PagePackets, last_page, read_packets, read_pages
from masterdesk.engine.decode.report import PassLog
from masterdesk.engine.decode.speakers import usual_order
from masterdesk.engine.decode.track import Block, Dtype, Placer, check_shape
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Warning

_OPUS_RATE_HZ = 48_000
_HEADER_LIMIT_BYTES = 1 << 26


@dataclass(frozen=True)
class OggCodec:
    """What the first packet of a stream says: the codec, and how many header packets there are."""

    name: str
    channels: int
    sample_rate: int
    header_packets: int
    pre_skip: int = 0
    info: StreamInfo | None = None


def identify(packet: bytes) -> OggCodec | None:
    """The codec of the stream that begins with `packet`; `None` if it is not one that is read here."""
    if packet[:7] == b"\x01vorbis" and len(packet) >= 30:
        channels, rate = struct.unpack_from("<BI", packet, 11)
        return OggCodec("vorbis", channels, rate, 3)
    if packet[:8] == b"OpusHead" and len(packet) >= 19:
        return OggCodec("opus", packet[9], _OPUS_RATE_HZ, 2, int.from_bytes(packet[10:12], "little"))
    if packet[:5] == b"\x7fFLAC" and packet[9:13] == b"fLaC" and len(packet) >= 51:
        info = parse_stream_info(packet[17:51])
        return OggCodec("flac", info.channels, info.sample_rate, 0, info=info)
    return None


@dataclass(frozen=True)
class _Clock:
    """`origin` is the granule position of the first decoded sample; `lead` samples are dropped at the front."""

    origin: int
    lead: int


class OggTrack:
    """The first audio stream of an Ogg file."""

    def __init__(self, header: Header, start: int) -> None:
        self._start, self._end = start, header.size
        self._serial, self._codec = self._choose(header)
        codec = self._codec
        check_shape(header.path, codec.channels, codec.sample_rate)
        self._headers = self._read_headers(header)
        self.notes: tuple[Warning, ...] = ()
        frames, order = self._first_page(header)
        self.notes = tuple(header.notes)
        self.promised_frames: int | None = frames
        self.expected_frames: int | None = self.promised_frames
        self.format = AudioFormat(
            container="opus" if codec.name == "opus" else "ogg",
            codec=codec.name,
            channels=codec.channels,
            channel_order=order or usual_order(codec.channels),
            sample_rate=codec.sample_rate,
            bit_depth=codec.info.bits if codec.info else None,
            bit_rate=round((self._end - start) * 8 * codec.sample_rate / frames / 1000) if frames else None,
            frames=frames,
            size=header.size,
        )

    def pieces(self, file: FileIO, start: int, size: int, dtype: Dtype, log: PassLog) -> Iterator[tuple[int, Block]]:
        """Decode from the beginning; see `Track.pieces`."""
        if self._codec.info is not None:
            blocks = self._flac_blocks(file, self._codec.info, dtype, log)
            return place(blocks, log, self._codec.info, from_start=True)
        return _GranularPass(self._codec, self._decoder(), dtype, log).pieces(self._audio(file, log))

    def _choose(self, header: Header) -> tuple[int, OggCodec]:
        found: list[tuple[int, OggCodec]] = []
        for page in read_pages(header.file, self._start, self._end):
            if not page.is_first:
                break
            codec = identify(page.body)
            if codec is not None:
                found.append((page.serial, codec))
        if not found:
            raise header.error("is an Ogg file without audio that can be read (Vorbis, Opus or FLAC)")
        if len(found) > 1:
            header.warn("extra_tracks", f"the file has {len(found)} audio tracks; the first is used")
        return found[0]

    def _read_headers(self, header: Header) -> list[bytes]:
        packets: list[bytes] = []
        for group in self._groups(header.file):
            packets += group.packets
            if len(packets) >= self._codec.header_packets or sum(map(len, packets)) > _HEADER_LIMIT_BYTES:
                break
        if len(packets) < self._codec.header_packets:
            raise header.error("is cut off inside its header", "export or download it again")
        return packets[: self._codec.header_packets]

    def _first_page(self, header: Header) -> tuple[int | None, str | None]:
        """The exact length, where the last page tells it, and the order of the channels."""
        final = last_page(header.file, self._start, self._end)
        known = final is not None and final.serial == self._serial and final.is_last
        if final is None or self._codec.info is not None:
            return (final.granule if final and known else None), None
        run = _GranularPass(self._codec, self._decoder(), np.float32, PassLog(self._codec.sample_rate))
        if next(run.pieces(self._audio(header.file, run.log)), None) is None:
            return None, run.order
        frames = final.granule - max(run.clock.origin, 0) - self._codec.pre_skip
        return (frames if known and frames > 0 else None), run.order

    def _groups(self, file: FileIO) -> Iterator[PagePackets]:
        return read_packets(read_pages(file, self._start, self._end), self._serial)

    def _audio(self, file: FileIO, log: PassLog) -> Iterator[PagePackets]:
        """The pages without their header packets; notes how the stream ended."""
        headers_left = self._codec.header_packets
        page: Page | None = None
        for group in self._groups(file):
            page = group.page
            skipped = min(headers_left, len(group.packets))
            headers_left -= skipped
            if headers_left == 0 and (len(group.packets) > skipped or not skipped):
                yield PagePackets(page, group.packets[skipped:], group.lost)
        if page is None or not page.is_last:
            log.note("cut_short", "the file ends early: the end of its audio is missing")
        elif self._more_follows(file):
            log.note("chained", "the file holds several recordings in a row; only the first is used")

    def _more_follows(self, file: FileIO) -> bool:
        final = last_page(file, self._start, self._end)
        return final is not None and final.serial != self._serial and self._codec.info is None

    def _decoder(self) -> PacketDecoder:
        # What the decoder would cut by itself is cut here, where the granule positions are known.
        return PacketDecoder(self._codec.name, self._extradata(), {"flags2": "+skip_manual"})

    def _extradata(self) -> bytes:
        if self._codec.name == "opus":
            return self._headers[0]
        sizes = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in self._headers[:2])
        return b"\x02" + sizes + b"".join(self._headers)

    def _flac_blocks(
        self, file: FileIO, info: StreamInfo, dtype: Dtype, log: PassLog
    ) -> Iterator[tuple[FrameHead, Block | None]]:
        decoder = FlacFrames(info)
        for group in self._audio(file, log):
            for packet in group.packets:
                head = parse_frame_head(packet, 0, 0, info)
                if head is not None:
                    yield head, decoder.decode(packet, dtype)


class _GranularPass:
    """One pass over a stream whose pages, and not its packets, carry the time."""

    def __init__(self, codec: OggCodec, decoder: PacketDecoder, dtype: Dtype, log: PassLog) -> None:
        self.log = log
        self.order: str | None = None
        self.clock = _Clock(0, codec.pre_skip)
        self._codec, self._decoder, self._dtype = codec, decoder, dtype
        self._decoded = 0
        self._loudest = 1.0

    def pieces(self, groups: Iterator[PagePackets]) -> Iterator[tuple[int, Block]]:
        """Decode pages; each piece is what one page adds to the track."""
        placer: Placer | None = None
        for group in groups:
            before, after, damaged = self._decode(group)
            count = before.shape[1] + after.shape[1]
            if placer is None:
                if not count and not damaged:
                    continue
                self.clock = self._start_clock(group, count, damaged)
                placer = Placer(self.log, 0, self._codec.sample_rate)
            missing = self._missing(group.page, count) if damaged else 0
            if damaged and not missing:
                self.log.damaged(max(0, self._decoded - self.clock.lead))
            kept = self._kept(group.page, count + missing)
            for offset, block in ((0, before), (before.shape[1] + missing, after)):
                yield from self._place(placer, self._decoded + offset, block, self._decoded + kept)
            self._decoded += count + missing
            if placer.ended:
                return

    def _decode(self, group: PagePackets) -> tuple[Block, Block, bool]:
        """The samples of a page before and after the first damage in it, and whether there was any."""
        parts: tuple[list[Any], list[Any]] = ([], [])
        damaged = group.lost
        if damaged:
            self._decoder.forget()
        for packet in group.packets:
            frames = self._decoder.decode(packet)
            fitting = [frame for frame in frames or () if self._fits(frame)]
            if not group.page.whole and not self._plausible(fitting):
                break
            damaged = damaged or frames is None or len(fitting) < len(frames)
            parts[damaged].extend(fitting)
        before, after = self._samples(parts[0]), self._samples(parts[1])
        self._loudest = max(self._loudest, float(before.max(initial=0.0)), float(after.max(initial=0.0)))
        return before, after, damaged

    def _fits(self, frame: Any) -> bool:
        if self.order is None:
            self.order = channel_order(frame)
        same: bool = frame.layout.nb_channels == self._codec.channels
        return same

    def _plausible(self, frames: list[Any]) -> bool:
        """Whether packets of a page that is cut off, and so without a checksum, may be music."""
        return float(np.abs(self._samples(frames)).max(initial=0.0)) <= 1.25 * self._loudest

    def _samples(self, frames: list[Any]) -> Block:
        return planar(frames, self._codec.channels, self._dtype)

    def _start_clock(self, group: PagePackets, count: int, damaged: bool) -> _Clock:
        """Where the stream's time begins, by the first page with audio."""
        granule = group.page.granule
        if damaged or granule < 0 or group.page.is_last or not group.page.whole:
            return self.clock
        origin = granule - count
        early = -origin if origin < 0 and self._codec.name == "vorbis" else 0
        return _Clock(origin, self.clock.lead + early)

    def _missing(self, page: Page, count: int) -> int:
        if page.granule < 0 or not page.whole:
            return 0
        return max(0, page.granule - self.clock.origin - self._decoded - count)

    def _kept(self, page: Page, count: int) -> int:
        """How much of a page is audio: the last page's granule position cuts off the encoder's padding."""
        if not page.is_last or page.granule < 0:
            return count
        return min(count, max(0, page.granule - self.clock.origin - self._decoded))

    def _place(self, placer: Placer, first: int, block: Block, end: int) -> Iterator[tuple[int, Block]]:
        low = max(0, self.clock.lead - first)
        high = min(block.shape[1], end - first)
        if high > low:
            yield from placer.place(first + low - self.clock.lead, block[:, low:high])
