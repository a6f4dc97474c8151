"""Small helpers for tests of the analyze step: formats, blocks, and music decoded by an independent reader."""

import numpy as np
import shared_data
import soundfile as sf

from masterdesk.engine.analyze import analyze
from masterdesk.engine.types.audio_format import AudioFormat

ORDERS = {1: "FC", 2: "FL+FR", 5: "FL+FR+FC+SL+SR", 6: "FL+FR+FC+LFE+SL+SR"}


def format_of(audio, rate, codec="pcm_s24le", bit_depth=24):
    channels, frames = audio.shape
    return AudioFormat("wav", codec, channels, ORDERS[channels], rate, bit_depth, None, frames, 0)


def blocks_of(audio, frames=65536):
    for start in range(0, audio.shape[1], frames):
        yield audio[:, start : start + frames]


def measure(audio, rate, **kind):
    """Analysis of an array (channels, frames)."""
    audio = np.ascontiguousarray(audio, dtype=np.float32)
    return analyze("test.wav", format_of(audio, rate, **kind), blocks_of(audio))


def music(name, start_s=0.0, duration_s=None):
    """(audio, rate) of a piece of the shared music, (channels, frames) in float32."""
    path = shared_data.track(name)
    rate = sf.info(path).samplerate
    frames = -1 if duration_s is None else round(duration_s * rate)
    audio, _ = sf.read(path, start=round(start_s * rate), frames=frames, dtype="float32", always_2d=True)
    return np.ascontiguousarray(audio.T), rate


def codes(analysis):
    return [finding.code for finding in analysis.findings]


def finding(analysis, code):
    found = [finding for finding in analysis.findings if finding.code == code]
    assert len(found) == 1, f"{code} expected once among {codes(analysis)}"
    return found[0]
