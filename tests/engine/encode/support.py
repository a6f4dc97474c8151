"""Audio to write, and how others read what was written."""

import av
import numpy as np
import shared_data
import soundfile as sf

from masterdesk.engine.encode import open_writer, resolve_delivery
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import DeliveryRequest


def source_format(container="wav", codec="pcm_s24le", bit_depth=24, sample_rate=44100, channels=2, bit_rate=None):
    order = "FC" if channels == 1 else "FL+FR"
    return AudioFormat(container, codec, channels, order, sample_rate, bit_depth, bit_rate, None, 0)


def delivery(out="out.wav", source=None, **asked):
    return resolve_delivery(DeliveryRequest(**asked), out, source or source_format())


def music(frames, channels=2, name="formats/minstrels.flac", start=441000):
    """Real music as it was stored, shape (channels, frames), float32."""
    with sf.SoundFile(shared_data.track(name)) as file:
        file.seek(start)
        audio = file.read(frames, dtype="float32", always_2d=True).T
    return np.ascontiguousarray(audio[:channels])


def noise(frames, channels=2, seed=0):
    """Music-like enough for what needs no music: brown noise at -20 dBFS."""
    steps = np.random.default_rng(seed).standard_normal((channels, frames))
    walk = np.cumsum(steps, axis=1)
    walk -= np.linspace(walk[:, 0], walk[:, -1], frames).T
    return (0.3 * walk / max(np.abs(walk).max(), 1e-9)).astype(np.float32)


def write(path, audio, how, seed=1, block_frames=50000):
    with open_writer(str(path), how, audio.shape[1], seed) as writer:
        for start in range(0, audio.shape[1], block_frames):
            writer.write(audio[:, start : start + block_frames])
    assert writer.frames == audio.shape[1]
    return writer


def av_decode(path):
    """(channels, frames) as PyAV decodes a file, cut to the length that the container declares, and its rate."""
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        frames = [frame.to_ndarray() for frame in file.decode(stream)]
        planar = stream.codec_context.format.is_planar
        audio = np.concatenate(frames, axis=1)
        audio = audio if planar else audio.reshape(-1, stream.channels).T
        if stream.codec_context.name.startswith("aac"):
            audio = audio[:, : round(stream.duration * stream.time_base * stream.rate)]
        return audio, stream.rate
