"""In which container, codec, rate and depth a file is written: what was asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveryRequest:
    """What the user asked for; `None` stands for the default.

    `container` is one of wav, aiff, flac, mp3, m4a, ogg, opus, webm; `bit_depth` one of
    `16`, `24`, `32`, `32f`; `sample_rate` is in Hz; `dither` one of tpdf, shaped, none.
    Nothing is checked here: `encode.resolve_delivery` does that.
    """

    container: str | None = None
    bit_depth: str | None = None
    sample_rate: int | None = None
    bit_rate_kbps: int | None = None
    dither: str | None = None
    tags: bool = True
    overwrite: bool = False


@dataclass(frozen=True)
class Delivery:
    """How one file is written, every choice made and possible.

    `codec` is ffmpeg's name (pcm_s24le, flac, mp3, aac, alac, vorbis, opus).
    `bit_depth` is `None` for a lossy codec, `bit_rate_kbps` for a lossless one.
    `dither` says what is to be done where words get shorter: it is `none`
    wherever they cannot (floating point, 32 bits, lossy codecs).
    """

    container: str
    codec: str
    sample_rate: int
    channels: int
    bit_depth: int | None
    is_float: bool
    bit_rate_kbps: int | None
    dither: str

    @property
    def is_lossless(self) -> bool:
        """Whether the codec keeps every bit that it is given."""
        return self.bit_depth is not None
