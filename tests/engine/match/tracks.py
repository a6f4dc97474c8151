"""Made-up tracks for the tests of a match, and what they measure before and after."""

import numpy as np
from engine.plan.timelines import analysis_of

from masterdesk.engine.dsp.processor import chain
from masterdesk.engine.match.fine import FineBands
from masterdesk.engine.match.levels import level_db
from masterdesk.engine.process import build_processors

RATE = 44100


def music(seed, seconds=24.0, tilt_db=-4.5, width=0.4, loud_db=0.0, quiet_db=-8.0, bump=None, top_hz=None, rate=RATE):
    """Stereo noise, (2, frames), with beats, loud and quiet parts of 6 s, and a spectrum that falls by octaves.

    `bump` = (Hz, dB) raises an octave; `top_hz` cuts everything above; `width` is side over mid in amplitude.
    """
    rng = np.random.default_rng(seed)
    frames = round(seconds * rate)
    hertz = np.fft.rfftfreq(frames, 1 / rate)
    octaves = np.log2(np.maximum(hertz, 20.0) / 1000.0)
    gain_db = (tilt_db + 3.0) * octaves - 3.0 * octaves
    if bump is not None:
        gain_db += bump[1] * np.exp(-0.5 * (np.log2(np.maximum(hertz, 1.0) / bump[0]) / 0.5) ** 2)
    shape = 10 ** (gain_db / 20) * (hertz > 20)
    if top_hz is not None:
        shape *= hertz < top_hz
    mid, side = (np.fft.irfft(np.fft.rfft(rng.standard_normal(frames)) * shape, frames) for _ in range(2))
    t = np.arange(frames) / rate
    beats = 0.5 + np.exp(-(t * 2 % 1.0) * 6.0)
    parts = 10 ** (np.where((t // 6) % 2 == 0, quiet_db, loud_db) / 20)
    mid, side = (part / np.std(part) * beats * parts * 0.08 for part in (mid, side))
    return np.stack([mid + width * side, mid - width * side]).astype(np.float32)


def with_side(audio, gain_db, rate=RATE):
    """Audio (2, frames) whose side has another gain at each frequency: `gain_db` of an array of Hz."""
    mid, side = audio.mean(axis=0), 0.5 * (audio[0] - audio[1])
    gains = 10 ** (gain_db(np.fft.rfftfreq(side.size, 1 / rate)) / 20)
    side = np.fft.irfft(np.fft.rfft(side) * gains, side.size)
    return np.stack([mid + side, mid - side]).astype(np.float32)


def rendered(plan, audio, rate=RATE):
    """Audio through the stages of a plan."""
    blocks = (audio[:, i : i + 65536] for i in range(0, audio.shape[1], 65536))
    return np.concatenate(list(chain(build_processors(plan, rate, len(audio)), blocks)), axis=1)


def balance_db(audio, rate=RATE):
    """Third-octave levels from 40 Hz to 16 kHz, their mean removed."""
    analysis = analysis_of(audio, rate)
    fine = FineBands(analysis.spectrum, analysis.timeline.band_frequencies_hz)
    levels = level_db(fine.mid_power + fine.side_power)[4:30]
    return levels - levels.mean()


def side_ratio_db(audio, rate=RATE):
    """Side against mid in each third octave."""
    analysis = analysis_of(audio, rate)
    fine = FineBands(analysis.spectrum, analysis.timeline.band_frequencies_hz)
    return level_db(fine.side_power) - level_db(fine.mid_power)


def distance(a, b):
    return float(np.sqrt(np.mean((a - b) ** 2)))
