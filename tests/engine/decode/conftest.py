"""The same three seconds of music-like sound, in every kind of file."""

import numpy as np
import pytest
import shared_data
import soundfile

RATE = 44_100
OPUS_RATE = 48_000
#: Frequency and amplitude.
PARTIALS = ((98, 1.0), (523, 0.5), (3001, 0.3))


def _soundfile(**how):
    return lambda tool, x, path: soundfile.write(path, x, RATE, **how)


def _encoded(codec, container, rate=RATE, **how):
    return lambda tool, x, path: path.write_bytes(tool.encode(x, rate, codec, container, **how))


#: name: how it is made
MADE = {
    "pcm16.wav": _soundfile(subtype="PCM_16"),
    "pcm24.wav": _soundfile(subtype="PCM_24"),
    "pcm32.wav": _soundfile(subtype="PCM_32"),
    "float.wav": _soundfile(subtype="FLOAT"),
    "double.wav": _soundfile(subtype="DOUBLE"),
    "u8.wav": _soundfile(subtype="PCM_U8"),
    "ulaw.wav": _soundfile(subtype="ULAW"),
    "alaw.wav": _soundfile(subtype="ALAW"),
    "pcm24.rf64": _soundfile(format="RF64", subtype="PCM_24"),
    "pcm24.w64": _soundfile(format="W64", subtype="PCM_24"),
    "pcm16.aiff": _soundfile(subtype="PCM_16"),
    "pcm24.aiff": _soundfile(subtype="PCM_24"),
    "s8.aiff": _soundfile(subtype="PCM_S8"),
    "float.aifc": _soundfile(format="AIFF", subtype="FLOAT"),
    "sowt.aifc": _soundfile(format="AIFF", subtype="PCM_16", endian="LITTLE"),
    "pcm24.caf": _soundfile(subtype="PCM_24"),
    "little.caf": _soundfile(subtype="FLOAT", endian="LITTLE"),
    "pcm32.au": _soundfile(subtype="PCM_32"),
    "pcm16.flac": _soundfile(subtype="PCM_16"),
    "pcm24.flac": _soundfile(subtype="PCM_24"),
    "vorbis.ogg": _soundfile(subtype="VORBIS"),
    "flac.oga": _encoded("flac", "ogg", sample_fmt="s16"),
    "flac.mka": _encoded("flac", "mka", sample_fmt="s16"),
    "alac16.m4a": _encoded("alac", "m4a", sample_fmt="s16p"),
    "alac24.m4a": _encoded("alac", "m4a", sample_fmt="s32p"),
    "aac.m4a": _encoded("aac", "m4a", kbps=192),
    "aac.aac": _encoded("aac", "aac", kbps=192),
    "video.mp4": _encoded("aac", "mp4", kbps=192, video=True),
    "lame.mp3": _encoded("libmp3lame", "mp3", kbps=192),
    "opus.opus": _encoded("libopus", "opus", OPUS_RATE, kbps=160),
    "opus.webm": _encoded("libopus", "webm", OPUS_RATE, kbps=160),
}


@pytest.fixture(scope="session")
def sound():
    """Shape (frames, 2); more than one block of 65,536 frames, and no multiple of any codec's frame."""
    rng = np.random.default_rng(7)
    t = np.arange(3 * RATE + 437) / RATE
    tones = sum(
        np.sin(2 * np.pi * f * t[:, None] + rng.uniform(0, 6.28, 2)) / k for k, f in enumerate((98, 523, 3001), 1)
    )
    return 0.2 * tones * (0.6 + 0.4 * np.sin(2 * np.pi * 1.7 * t))[:, None] + 0.01 * rng.standard_normal((len(t), 2))


@pytest.fixture(scope="session")
def copies(sound, tmp_path_factory):
    """A function: the path of the copy of `sound` with that name."""
    folder = tmp_path_factory.mktemp("copies")
    tool = shared_data.tool("bad_inputs")

    def copy(name):
        path = folder / name
        if not path.exists():
            MADE[name](tool, sound, path)
        return path

    return copy
