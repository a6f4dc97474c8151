"""What is known about an audio file before its samples are read."""

from __future__ import annotations

from dataclasses import dataclass

#: Codecs (ffmpeg's names) that lose nothing; every `pcm_*` is one too.
LOSSLESS_CODECS = frozenset({"flac", "alac", "wavpack", "tta", "ape"})


@dataclass(frozen=True)
class AudioFormat:
    """Container, codec and shape of an audio stream.

    `container` is a short lower-case name (wav, rf64, w64, aiff, caf, flac, mp3,
    m4a, ogg, opus, webm, ...); `codec` is ffmpeg's name (pcm_s24le, flac, mp3,
    aac, alac, vorbis, opus, ...). `channel_order` joins speaker names with `+`
    (`FL+FR`, `FC` for mono). `bit_depth` is the bits of one stored sample, `None`
    for a lossy codec. `bit_rate` is in kbit/s. `frames` is the exact length
    where the header is believed, else `None` until the file has been read.
    """

    container: str
    codec: str
    channels: int
    channel_order: str
    sample_rate: int
    bit_depth: int | None
    bit_rate: int | None
    frames: int | None
    size: int

    @property
    def is_lossless(self) -> bool:
        """Whether the codec keeps every bit."""
        return self.codec.startswith("pcm_") or self.codec in LOSSLESS_CODECS

    @property
    def is_float(self) -> bool:
        """Whether samples are stored as floating point (no clipping at full scale)."""
        return self.codec.startswith("pcm_f")

    @property
    def duration(self) -> float | None:
        """Length in seconds, if known."""
        return None if self.frames is None else self.frames / self.sample_rate
