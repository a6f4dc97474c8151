"""Short ways to run the limiter in tests."""

import numpy as np
from scipy.signal import lfilter

from masterdesk.engine.limit import Limiter, LimiterStudy


def study_of(audio, rate, block=65536, judged_from_dbtp=np.inf):
    recorder = LimiterStudy(rate, audio.shape[0], judged_from_dbtp)
    for start in range(0, audio.shape[1], block):
        recorder.push(audio[:, start : start + block])
    return recorder.finish(lambda start, stop: [audio[:, start:stop]])


def limited(audio, study, drive_db, ceiling_dbtp=-1.0, block=65536, start=0):
    limiter = Limiter(study.sample_rate, audio.shape[0], drive_db, ceiling_dbtp, study, start)
    out = [limiter.process(audio[:, at : at + block]) for at in range(0, audio.shape[1], block)]
    out.append(limiter.flush())
    return np.concatenate(out, axis=1), limiter


def noise(rate, seconds, level=0.3, seed=5, channels=2):
    """Noise with bursts, so that there is something to limit and something to leave alone."""
    random = np.random.default_rng(seed)
    frames = round(rate * seconds)
    bursts = np.repeat(random.uniform(0.02, 1.0, -(-frames // 2048)) ** 2, 2048)[:frames]
    return (random.standard_normal((channels, frames)) * bursts * level).astype(np.float32)


def rumble(rate, seconds, level=0.3, channels=2):
    """The same with the spectrum of music: falling above 200 Hz."""
    pole = np.exp(-2 * np.pi * 200.0 / rate)
    dark = lfilter([1.0 - pole], [1.0, -pole], noise(rate, seconds, 1.0, channels=channels), axis=1)
    return (dark * level / dark.std()).astype(np.float32)
