"""WAV, AIFF, FLAC and Ogg Vorbis, written through libsndfile."""

from __future__ import annotations

import numpy as np
import soundfile

from masterdesk.engine.encode.encoder import Samples, interleaved, needed_bytes
from masterdesk.engine.encode.sink import Sink
from masterdesk.engine.types.delivery import Delivery

#: RIFF counts in 32 bits; tags come behind the audio.
LARGEST_32_BIT_BYTES = 2**32 - 2**26
#: Level 5 of 8: a hundredth larger than the highest, in a third of its time.
_FLAC_LEVEL = 5 / 8
#: Nominal kbit/s of libvorbis for two channels at 44.1 kHz, at its qualities 0 to 10.
_VORBIS_KBPS = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500)
#: A chunk that holds the time of day, where the same recipe shall give the same bits.
_PEAK_CHUNK = b"PEAK"
_PEAK_TIME_OFFSET = 12
_HEAD_BYTES = 512
_OGG_SERIAL = 1


class SoundFileEncoder:
    """An encoder for everything that libsndfile does well and fast."""

    def __init__(self, sink: Sink, delivery: Delivery, frames: int) -> None:
        self._sink = sink
        self._delivery = delivery
        self._file = soundfile.SoundFile(
            sink,
            "w",
            samplerate=delivery.sample_rate,
            channels=delivery.channels,
            format=_format(delivery, frames),
            subtype=_subtype(delivery),
            compression_level=_compression_level(delivery),
        )

    def put(self, samples: Samples) -> None:
        """Encode words or floating-point samples of shape (channels, frames)."""
        self._file.write(interleaved(samples, None if samples.dtype == np.int32 else np.float32))

    def finish(self) -> None:
        """Complete the file, without anything in it that changes from run to run."""
        self._file.close()
        if self._delivery.is_float:
            self._forget_time()
        if self._delivery.codec == "vorbis":
            from masterdesk.engine.encode.ogg_pages import number_stream

            number_stream(self._sink, _OGG_SERIAL)

    def release(self) -> None:
        """Free libsndfile's memory."""
        self._file.close()

    def _forget_time(self) -> None:
        self._sink.seek(0)
        at = self._sink.read(_HEAD_BYTES).find(_PEAK_CHUNK)
        if at >= 0:
            self._sink.seek(at + _PEAK_TIME_OFFSET)
            self._sink.write(bytes(4))


def _format(delivery: Delivery, frames: int) -> str:
    if delivery.container != "wav":
        return {"aiff": "AIFF", "flac": "FLAC", "ogg": "OGG"}[delivery.container]
    if needed_bytes(delivery, frames) > LARGEST_32_BIT_BYTES:
        return "RF64"
    return "WAV" if delivery.channels <= 2 else "WAVEX"  # the latter says which speaker is which


def _subtype(delivery: Delivery) -> str:
    if delivery.codec == "vorbis":
        return "VORBIS"
    return "FLOAT" if delivery.is_float else f"PCM_{delivery.bit_depth}"


def _compression_level(delivery: Delivery) -> float | None:
    if delivery.codec == "flac":
        return _FLAC_LEVEL
    if delivery.codec != "vorbis":
        return None
    stereo_kbps = (delivery.bit_rate_kbps or 0) * 2 / delivery.channels
    return 1.0 - float(np.interp(stereo_kbps, _VORBIS_KBPS, np.linspace(0.0, 1.0, len(_VORBIS_KBPS))))
