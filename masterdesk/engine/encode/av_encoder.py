"""MP3, M4A (AAC, ALAC), Opus and WebM, written through PyAV."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np

from masterdesk.engine.encode.encoder import Samples, interleaved
from masterdesk.engine.encode.lame_tag import set_padding
from masterdesk.engine.encode.sink import Sink
from masterdesk.engine.types.delivery import Delivery

# No time of day and no random numbers: the same recipe gives the same bits.
_SAME_BITS = {"fflags": "+bitexact"}


@dataclass(frozen=True)
class _Recipe:
    """ffmpeg's names of muxer, encoder and sample format, options for both, tags of the stream."""

    muxer: str
    encoder: str
    sample_format: str
    options: dict[str, str] = field(default_factory=dict)
    muxer_options: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)


_RECIPES = {
    # LAME's quality 5 has 0.2 dB more noise to mask than 3 and takes a fifth less time; 7 has up to 2.5 dB more.
    # Players look for LAME's name before they believe what it says of the gaps.
    ("mp3", "mp3"): _Recipe("mp3", "libmp3lame", "fltp", {"compression_level": "5"}, {}, {"encoder": "LAME3.100"}),
    # The quicker coder of this encoder has up to 9 dB more noise to mask.
    ("m4a", "aac"): _Recipe("ipod", "aac", "fltp", {"aac_coder": "twoloop"}),
    ("m4a", "alac"): _Recipe("ipod", "alac", "s32p"),
    ("opus", "opus"): _Recipe("opus", "libopus", "flt", {}, _SAME_BITS),
    ("webm", "opus"): _Recipe("webm", "libopus", "flt", {}, _SAME_BITS),
}
_ALAC_16 = _Recipe("ipod", "alac", "s16p")


class AvEncoder:
    """An encoder for what ffmpeg's libraries write, gapless: players find where the audio starts and ends."""

    def __init__(self, sink: Sink, delivery: Delivery) -> None:
        self._recipe = _recipe(delivery)
        self._sink = sink
        self._delivery = delivery
        self._layout = "mono" if delivery.channels == 1 else "stereo"
        self._position = 0
        self._container = av.open(
            sink, "w", format=self._recipe.muxer, container_options=_muxer_options(self._recipe, delivery)
        )
        stream: Any = self._container.add_stream(
            self._recipe.encoder,
            rate=delivery.sample_rate,
            options=dict(self._recipe.options),
            layout=self._layout,
            format=self._recipe.sample_format,
        )
        if delivery.bit_rate_kbps is not None:
            stream.bit_rate = delivery.bit_rate_kbps * 1000
        stream.metadata.update(self._recipe.metadata)
        self._stream = stream
        self._container.start_encoding()

    def put(self, samples: Samples) -> None:
        """Encode words or floating-point samples of shape (channels, frames)."""
        frame = av.AudioFrame.from_ndarray(
            self._native(samples), format=self._recipe.sample_format, layout=self._layout
        )
        frame.sample_rate = self._delivery.sample_rate
        frame.pts = self._position
        self._position += frame.samples
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Complete the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        if self._recipe.muxer == "mp3":
            set_padding(self._sink, self._position, self._delivery.sample_rate)

    def release(self) -> None:
        """Free the encoder's memory."""
        self._container.close()

    def _native(self, samples: Samples) -> Samples:
        sample_format = self._recipe.sample_format
        if sample_format == "flt":
            return interleaved(samples, np.float32).reshape(1, -1)
        if sample_format == "s16p":
            return np.ascontiguousarray(samples >> 16, dtype=np.int16)
        return np.ascontiguousarray(samples, dtype=np.int32 if sample_format == "s32p" else np.float32)


def _recipe(delivery: Delivery) -> _Recipe:
    if delivery.codec == "alac" and delivery.bit_depth == 16:
        return _ALAC_16
    return _RECIPES[delivery.container, delivery.codec]


def _muxer_options(recipe: _Recipe, delivery: Delivery) -> dict[str, str]:
    if recipe.muxer == "ipod":
        # The edit list counts in these; in milliseconds, its default, the end would be off by some frames.
        return {"movie_timescale": str(delivery.sample_rate)}
    return recipe.muxer_options
