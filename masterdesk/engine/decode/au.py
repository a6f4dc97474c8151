"""Headers of Sun and NeXT AU files."""

from __future__ import annotations

import struct

from masterdesk.engine.decode.chunks import Chunk, Header, SampleFormat, pcm_track
from masterdesk.engine.decode.pcm import PcmTrack
from masterdesk.engine.decode.speakers import usual_order
from masterdesk.engine.decode.track import check_shape

_CODECS = {
    1: "pcm_mulaw", 2: "pcm_s8", 3: "pcm_s16be", 4: "pcm_s24be", 5: "pcm_s32be", 6: "pcm_f32be", 7: "pcm_f64be",
    27: "pcm_alaw",
}  # fmt: skip
_SIZE_UNKNOWN = 0xFFFFFFFF


def read_au(header: Header, start: int) -> PcmTrack:
    """The audio of an AU file that begins at `start`; raises `InputError`."""
    head = header.read(start, 24)
    if len(head) < 24:
        raise header.error("is not a complete AU file: its header is cut off")
    offset, size, encoding, rate, channels = struct.unpack(">5I", head[4:])
    if encoding not in _CODECS:
        raise header.error(f"is coded in an unknown way (AU encoding {encoding})")
    check_shape(header.path, channels, rate)
    if size == _SIZE_UNKNOWN:
        size = max(0, header.size - start - offset)
    samples = SampleFormat(_CODECS[encoding], channels, usual_order(channels), rate)
    return pcm_track(header, "au", samples, Chunk(b".snd", start + max(offset, 24), size))
