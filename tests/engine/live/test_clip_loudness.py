"""Loudness over a clip and of the whole of it."""

import numpy as np
import pytest
from engine.analyze.signals import measure
from engine.live.stream import pink_noise, sine

from masterdesk.engine.live import integrated_lufs, loudness_series

RATE = 44100


def test_a_clip_reads_as_its_analysis():
    audio = pink_noise(12.0, RATE) * np.linspace(0.1, 1.0, 12 * RATE, dtype=np.float32)
    analysis, series = measure(audio, RATE), loudness_series(audio, RATE, start_s=30.0)
    assert integrated_lufs(audio, RATE) == pytest.approx(analysis.loudness.integrated_lufs, abs=1e-6)
    assert series.times_s[[0, -1]] == pytest.approx([30.1, 42.0])
    assert series.momentary_lufs == pytest.approx(analysis.timeline.momentary_lufs, abs=1e-6)
    assert series.short_term_lufs == pytest.approx(analysis.timeline.short_term_lufs, abs=1e-6)


def test_samples_as_the_player_has_them_will_do():
    interleaved = np.ascontiguousarray(pink_noise(4.0, RATE).T)
    interleaved.flags.writeable = False
    assert integrated_lufs(interleaved.T, RATE) == integrated_lufs(interleaved.T.copy(), RATE)


def test_there_is_no_loudness_in_silence_or_next_to_nothing():
    assert integrated_lufs(np.zeros((2, RATE), dtype=np.float32), RATE) is None
    assert integrated_lufs(sine(1000, 0.3, RATE), RATE) is None
    assert len(loudness_series(np.zeros((2, 10), dtype=np.float32), RATE).times_s) == 0


def test_short_term_readings_ramp_in():
    audio = pink_noise(8.0, RATE) * np.linspace(0.1, 1.0, 8 * RATE, dtype=np.float32)
    plain, ramped = loudness_series(audio, RATE), loudness_series(audio, RATE, ramps_in=True)
    assert np.isneginf(plain.short_term_lufs[:29]).all()
    assert np.array_equal(ramped.short_term_lufs[29:], plain.short_term_lufs[29:])
    assert np.array_equal(ramped.momentary_lufs, plain.momentary_lufs)
    assert np.isneginf(ramped.short_term_lufs[:3]).all()
    assert ramped.short_term_lufs[3] == pytest.approx(plain.momentary_lufs[3], abs=1e-9)
    assert np.diff(ramped.short_term_lufs[3:40]).min() > -0.5, "no step where the full 3 s begin"
    assert ramped.short_term_lufs[28] == pytest.approx(plain.short_term_lufs[29], abs=0.5)


@pytest.mark.parametrize("seconds", [0.05, 0.3, 0.4, 1.0])
def test_what_is_shorter_than_the_ramp_has_what_there_is(seconds):
    series = loudness_series(pink_noise(seconds, RATE), RATE, ramps_in=True)
    assert np.isfinite(series.short_term_lufs).sum() == max(round(10 * seconds) - 3, 0) * (seconds >= 0.4)
