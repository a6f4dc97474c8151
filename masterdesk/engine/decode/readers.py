"""Picks the reader for what a file holds, and finds out beforehand what ffmpeg would not tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from masterdesk.engine.decode.aiff import read_aiff
from masterdesk.engine.decode.au import read_au
from masterdesk.engine.decode.caf import read_caf
from masterdesk.engine.decode.chunks import Header
from masterdesk.engine.decode.coded import CodedRegion
from masterdesk.engine.decode.container import ContainerTrack, Plan
from masterdesk.engine.decode.ebml import read_ebml
from masterdesk.engine.decode.flac import FlacTrack
from masterdesk.engine.decode.mp4 import Mp4Timing, read_mp4
from masterdesk.engine.decode.mpeg import InfoTag, MpegStream, find_stream, info_tag, mpeg_header
from masterdesk.engine.decode.ogg_track import OggTrack
from masterdesk.engine.decode.pcm import PcmTrack
from masterdesk.engine.decode.riff import read_riff
from masterdesk.engine.decode.sniff import Content
from masterdesk.engine.decode.track import Track
from masterdesk.engine.decode.w64 import read_w64

_PARSERS: dict[str, Callable[[Header, int], PcmTrack | CodedRegion]] = {
    "riff": read_riff,
    "w64": read_w64,
    "aiff": read_aiff,
    "caf": read_caf,
    "au": read_au,
}
_BRANDS = {b"M4A ": "m4a", b"M4B ": "m4a", b"M4P ": "m4a", b"qt  ": "mov", b"": "mov"}
_MPEG_HEAD_BYTES = 1 << 14
_CUT_SHORT = "the file ends early: its header promises more than there is"


def read_track(header: Header, content: Content) -> Track:
    """The track of a file whose content is known; raises `InputError` if its header is unusable."""
    if content.kind in _PARSERS:
        parsed = _PARSERS[content.kind](header, content.start)
        return _coded(header, parsed) if isinstance(parsed, CodedRegion) else parsed
    if content.kind == "flac":
        return FlacTrack(header, content.start)
    if content.kind == "ogg":
        return OggTrack(header, content.start)
    planned = {"mp3": _plan_mp3, "mov": _plan_mp4, "matroska": _plan_matroska}.get(content.kind, _plan_other)
    return ContainerTrack(header, planned(header, content))


def _coded(header: Header, region: CodedRegion) -> Track:
    """Compressed audio inside a WAV, AIFF or CAF header."""
    if region.demuxer != "mp3":
        return ContainerTrack(header, Plan(region.container, region.demuxer, region.start, region.end))
    data = header.read(region.start, min(_MPEG_HEAD_BYTES, region.end - region.start))
    stream = find_stream(mpeg_header, data, whole=len(data) == region.end - region.start)
    if stream is None:
        raise header.error("claims to hold MP3 audio, but there is none in it")
    content = Content("mp3", region.start + stream.offset, region.end, MpegStream(0, stream.first))
    return ContainerTrack(header, replace(_plan_mp3(header, content), container=region.container))


def _plan_mp3(header: Header, content: Content) -> Plan:
    tag = info_tag(header.read(content.start, _MPEG_HEAD_BYTES), content.mpeg) if content.mpeg else None
    timing = None
    if tag and tag.stream_bytes and content.start + tag.stream_bytes > content.end:
        header.warn("cut_short", _CUT_SHORT)
    if tag and content.mpeg and tag.skip is not None and tag.end is not None and tag.end > tag.skip:
        rate = content.mpeg.first.sample_rate
        timing = Fraction(tag.skip, rate), None if _goes_on(header, content, tag) else Fraction(tag.end, rate)
    return Plan("mp3", "mp3", content.start, content.end, timing)


def _goes_on(header: Header, content: Content, tag: InfoTag) -> bool:
    """Whether MP3 audio follows what the tag counts, as where files were joined."""
    rest = header.read(content.start + tag.stream_bytes, _MPEG_HEAD_BYTES) if tag.stream_bytes else b""
    return find_stream(mpeg_header, rest, whole=False) is not None


def _plan_mp4(header: Header, content: Content) -> Plan:
    facts = read_mp4(header, content.start)
    if facts.cut_short:
        header.warn("cut_short", _CUT_SHORT)
    container = _BRANDS.get(facts.brand, "3gp" if facts.brand[:2] == b"3g" else "mp4")
    return Plan(container, "mov", content.start, content.end, _seconds(facts.timing))


def _seconds(timing: Mp4Timing | None) -> tuple[Fraction, Fraction | None] | None:
    if timing is None:
        return None
    end = None if timing.end is None else Fraction(timing.end, timing.scale)
    return Fraction(timing.skip, timing.scale), end


def _plan_matroska(header: Header, content: Content) -> Plan:
    doc_type, cut = read_ebml(header, content.start)
    if cut:
        header.warn("cut_short", _CUT_SHORT)
    return Plan("webm" if doc_type == "webm" else "mka", "matroska", content.start, content.end)


def _plan_other(header: Header, content: Content) -> Plan:
    return Plan(content.kind, content.kind, content.start, content.end)
