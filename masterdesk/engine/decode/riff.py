"""Headers of WAV and of its 64-bit kin (RF64, BW64; EBU Tech 3306, ITU-R BS.2088), either byte order."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from masterdesk.engine.decode.chunks import Chunk, Header, SampleFormat, pcm_track, walk_iff
from masterdesk.engine.decode.coded import CodedRegion
from masterdesk.engine.decode.pcm import PcmTrack
from masterdesk.engine.decode.speakers import order_from_mask
from masterdesk.engine.decode.track import check_shape

_PCM, _FLOAT, _A_LAW, _MU_LAW, _EXTENSIBLE = 0x0001, 0x0003, 0x0006, 0x0007, 0xFFFE
#: The end of every sub-format identifier that carries a plain format tag.
_GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")
#: Tags of compressed audio that is read all the same: Microsoft and IMA ADPCM and GSM, and MPEG audio.
_CODED, _MPEG = (0x0002, 0x0011, 0x0031), (0x0050, 0x0055)
_UNKNOWN_SIZES = (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
_SCAN_BYTES = 1 << 20


@dataclass(frozen=True)
class WaveFormat:
    """A `fmt ` chunk."""

    tag: int
    channels: int
    sample_rate: int
    align: int
    bits: int
    mask: int


def read_riff(header: Header, start: int) -> PcmTrack | CodedRegion:
    """The audio of a WAV, RF64 or BW64 file that begins at `start`; raises `InputError`."""
    magic, claimed = header.read(start, 4), header.read(start + 4, 4)
    big = magic == b"RIFX"
    wave, data, sizes64 = _find_chunks(header, start + 12, big)
    if wave is None:
        raise header.error("is not a complete WAV file: it has no format description")
    if data is None:
        raise header.error("is not a complete WAV file: it has no audio in it")
    data = _true_size(header, data, sizes64, start + int.from_bytes(claimed, "big" if big else "little") + 8)
    container = {b"RF64": "rf64", b"BW64": "rf64"}.get(magic, "wav")
    return wave_track(header, container, wave, data, big)


def wave_track(
    header: Header, container: str, wave: WaveFormat, data: Chunk, big: bool = False
) -> PcmTrack | CodedRegion:
    """The audio of a chunk `data` in the format `wave`; raises `InputError` if it cannot be read."""
    check_shape(header.path, wave.channels, wave.sample_rate)
    if wave.tag in _CODED + _MPEG:
        return _coded(header, container, wave, data)
    codec = _pcm_codec(header, wave, big)
    order = order_from_mask(wave.mask, wave.channels)
    return pcm_track(header, container, SampleFormat(codec, wave.channels, order, wave.sample_rate), data)


def parse_format(header: Header, body: bytes, big: bool = False) -> WaveFormat:
    """Read the body of a `fmt ` chunk; raises `InputError` if it is too short or unknown."""
    if len(body) < 16:
        raise header.error("is damaged: its format description is incomplete")
    order = ">" if big else "<"
    tag, channels, rate, _, align, bits = struct.unpack_from(order + "HHIIHH", body)
    mask = 0
    if tag == _EXTENSIBLE:
        if len(body) < 40 or body[26:40] != _GUID_TAIL:
            raise header.error("is coded in an unknown way (WAVE_FORMAT_EXTENSIBLE with an unknown sub-format)")
        mask, tag = struct.unpack_from(order + "IH", body, 20)
    return WaveFormat(tag, channels, rate, align, bits, mask)


def _coded(header: Header, container: str, wave: WaveFormat, data: Chunk) -> CodedRegion:
    if data.end > header.size:
        header.warn("cut_short", "the file ends early: its header promises more audio than it holds")
    end = min(data.end, header.size)
    if wave.tag in _MPEG:
        return CodedRegion(container, "mp3", data.start, end, tuple(header.notes))
    return CodedRegion(container, "w64" if container == "w64" else "wav", 0, end, tuple(header.notes))


def _find_chunks(header: Header, offset: int, big: bool) -> tuple[WaveFormat | None, Chunk | None, bytes]:
    wave: WaveFormat | None = None
    data: Chunk | None = None
    sizes64 = b""
    for chunk in walk_iff(header, offset, big):
        if chunk.name == b"fmt ":
            wave = _one_format(header, wave, chunk, big)
        elif chunk.name == b"data" and data is None:
            data = chunk
        elif chunk.name == b"ds64":
            sizes64 = header.read(chunk.start, 28)
        elif chunk.end > header.size and wave is not None and data is None:
            data = _scan_for_data(header, chunk, big)
        if wave is not None and data is not None:
            break
    return wave, data, sizes64


def _one_format(header: Header, known: WaveFormat | None, chunk: Chunk, big: bool) -> WaveFormat:
    if chunk.end > header.size:
        raise header.error("is damaged: its format description runs past the end of the file")
    wave = parse_format(header, header.read(chunk.start, min(chunk.size, 40)), big)
    if known not in (None, wave):
        raise header.error("has two format descriptions that contradict each other")
    return wave


def _scan_for_data(header: Header, liar: Chunk, big: bool) -> Chunk | None:
    """Look for the audio inside a chunk that claims to reach past the end of the file."""
    near = header.read(liar.start, _SCAN_BYTES)
    at = near.find(b"data")
    if at < 0:
        return None
    header.warn("header_repaired", f"the header's {liar.name.decode()} chunk has a false size; it was skipped")
    return Chunk(b"data", liar.start + at + 8, int.from_bytes(near[at + 4 : at + 8], "big" if big else "little"))


def _true_size(header: Header, data: Chunk, sizes64: bytes, claimed_end: int) -> Chunk:
    """The chunk with the size it has in truth, where its header could not or did not say it."""
    size, rest = data.size, header.size - data.start
    if size in _UNKNOWN_SIZES and len(sizes64) >= 16:
        size = int.from_bytes(sizes64[8:16], "little")
    if size in _UNKNOWN_SIZES:
        size = rest  # written to a pipe: the size was never known, and everything is audio
    elif size == 0 and rest > 0 and claimed_end <= data.start:
        header.warn("size_missing", "the file was never finished: its header gives no length; all of it was read")
        size = rest
    elif rest >= 1 << 32 and size < 1 << 32 and (rest - size) % (1 << 32) < 65_536:
        header.warn("size_missing", "the file is longer than its header can say; all of it was read")
        size = rest
    return Chunk(data.name, data.start, size)


def _pcm_codec(header: Header, wave: WaveFormat, big: bool) -> str:
    if wave.tag in (_A_LAW, _MU_LAW):
        return "pcm_alaw" if wave.tag == _A_LAW else "pcm_mulaw"
    if wave.tag not in (_PCM, _FLOAT):
        raise header.error(f"is coded in an unknown way (WAV format 0x{wave.tag:04x})")
    width = _sample_width(header, wave)
    if wave.tag == _FLOAT and width not in (4, 8):
        raise header.error(f"claims floating-point samples of {wave.bits} bits, which do not exist")
    if width == 1:
        return "pcm_u8"
    return f"pcm_{'f' if wave.tag == _FLOAT else 's'}{8 * width}{'be' if big else 'le'}"


def _sample_width(header: Header, wave: WaveFormat) -> int:
    """Bytes of one sample; a width that is no multiple of 8 bits stands in the upper bits of these."""
    width = -(-wave.bits // 8)
    if wave.align % wave.channels == 0 and wave.align // wave.channels in range(width, 5) and wave.bits % 8:
        width = wave.align // wave.channels
    elif wave.align != width * wave.channels:
        header.warn("header_repaired", "the header's block size is wrong; the file was read all the same")
    if width not in (1, 2, 3, 4, 8) or (width == 8 and wave.tag == _PCM):
        raise header.error(f"claims samples of {wave.bits} bits, which cannot be read")
    return width
