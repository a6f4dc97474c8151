"""A small analysis for tests of plan and process, independent of the analyze step."""

import numpy as np
import scipy.fft

from masterdesk.engine.types.analysis import Analysis, Loudness, StereoImage, Timeline
from masterdesk.engine.types.audio_format import AudioFormat

THIRDS_HZ = np.array([20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600,
                      2000, 2500, 3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000])  # fmt: skip


def third_octave_powers(signal, rate, hop_s=0.1, size_s=0.19):
    """Power of one signal in third octaves every `hop_s`: Hann windows, power shared over bin edges."""
    hop, size = round(hop_s * rate), 1 << round(np.log2(size_s * rate))
    padded = np.pad(np.asarray(signal, dtype=np.float32), (size // 2, size + hop))
    starts = np.arange(0, len(signal), hop)
    window = np.hanning(size).astype(np.float32)
    bins = np.arange(size // 2 + 1) * rate / size
    edges = THIRDS_HZ[:, None] * 2.0 ** (np.array([-1, 1]) / 6.0)
    width = rate / size
    overlap = np.minimum(edges[:, 1:], bins + width / 2) - np.maximum(edges[:, :1], bins - width / 2)
    share = np.clip(overlap / width, 0, 1)
    powers = []
    for first in range(0, len(starts), 256):
        frames = np.stack([padded[s : s + size] for s in starts[first : first + 256]]) * window
        spectrum = np.abs(scipy.fft.rfft(frames, axis=1)) ** 2 * (2.0 / size / (window**2).sum())
        powers.append(share @ spectrum.T)
    return np.concatenate(powers, axis=1).astype(np.float32)


def timeline_of(audio, rate):
    """The parts of a timeline that plans are made from."""
    left, right = audio[0], audio[-1]
    mid, side = third_octave_powers((left + right) / 2, rate), third_octave_powers((left - right) / 2, rate)
    nothing = np.full(mid.shape[1], -np.inf)
    return Timeline(0.1, nothing, nothing, nothing, nothing, 0.1, THIRDS_HZ, mid, side)


def analysis_of(audio, rate, range_lu=None):
    """An analysis with what make_plan and suggest_profiles look at."""
    loudness = Loudness(None, range_lu, None, None, None, None)
    kind = AudioFormat("wav", "pcm_s24le", len(audio), "FL+FR", rate, 24, None, audio.shape[1], 0)
    image = StereoImage(None, None, None, ())
    return Analysis("test.wav", kind, loudness, (), image, (), timeline_of(audio, rate))
