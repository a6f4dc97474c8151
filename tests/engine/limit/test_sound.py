"""What the limiter does to tones and to music: distortion below the best peer's, no pumping."""

import numpy as np
import pytest
import shared_data
import soundfile
from engine.limit.support import limited, noise, study_of

RATE = 44100

#: THD+N or intermodulation in dB at 7 dB over the ceiling. The best near-compliant peers are at
#: -73 (50 Hz) and -45 (60 Hz with 7 kHz); the rest has room above what ours is measured at.
WORST_DISTORTION_DB = {
    "sine_50": -80.0,
    "sine_100": -80.0,
    "sine_997": -75.0,
    "sine_5000": -75.0,
    "smpte_60_7000": -70.0,
    "beat_1000_1050": -80.0,
}


@pytest.mark.parametrize("name", sorted(WORST_DISTORTION_DB))
def test_tones_stay_clean(name):
    quality = shared_data.tool("quality")
    tone = quality.tone_set()[name]
    audio = np.stack([tone, tone]).astype(np.float32)
    out, _ = limited(audio, study_of(audio, RATE), 0.0)
    assert quality.tone_analyse(name, out.T.astype(np.float64), RATE)["thdn_db"] < WORST_DISTORTION_DB[name]


def test_a_lone_bass_tone_is_given_the_slow_curve_and_dense_noise_the_fast_one():
    seconds = np.arange(4 * RATE) / RATE
    tone = np.tile(0.9 * np.sin(2 * np.pi * 55 * seconds), (2, 1)).astype(np.float32)
    assert slow_shares(tone)[: 80 * 256].min() == 1.0  # the last window is cut short
    assert slow_shares(noise(RATE, 4.0)).max() < 0.2


def slow_shares(audio):
    """Share of the slow curve at each peak cell."""
    study = study_of(audio, RATE)
    return study.mixture.between(0, study.cells, [True] * len(study.codes))[1]


def test_gain_is_back_soon_after_a_peak():
    audio = noise(RATE, 6.0, level=0.1)
    audio[:, 3 * RATE : 3 * RATE + 20] = 1.8
    _, limiter = limited(audio, study_of(audio, RATE), 0.0)
    reduction = limiter.gain_reduction_db()
    milliseconds = np.arange(reduction.size) * 1e3 * limiter.trace_frames / RATE - 3000.0
    assert reduction[np.abs(milliseconds) < 20.0].min() < -5.0
    assert reduction[milliseconds > 30.0].min() > -3.5
    assert reduction[milliseconds > 500.0].min() > -0.1
    assert reduction[milliseconds < -65.0].min() > -0.1  # a value begins up to 12 ms before what it tells of


@pytest.mark.music
@pytest.mark.parametrize("name", ["orchestral/battle.ogg", "acoustic/minstrels.ogg", "premaster/escape.wav"])
def test_music_at_six_db_is_left_clean_and_does_not_pump(name):
    quality = shared_data.tool("quality")
    audio, rate = soundfile.read(
        shared_data.track(name), dtype="float32", always_2d=True, start=40 * 44100, frames=20 * 44100
    )
    drive_db = 5.0 - quality.true_peak(audio)
    out, _ = limited(np.ascontiguousarray(audio.T), study_of(np.ascontiguousarray(audio.T), rate), drive_db)
    figures = quality.limiter_metrics(audio.astype(np.float64), out.T.astype(np.float64), rate, -1.0)
    assert figures["over_db"] <= 0.02
    assert figures["nmr_mean"] < -12.0
    assert figures["sdr_k"] > 17.0
    assert figures["LRA"] > figures["LRA_in"] - 1.5
