"""Loudness over a clip and over the last while."""

import numpy as np
import pytest
from engine.analyze.signals import measure
from engine.live.stream import pink_noise, sine

from masterdesk.engine.live import LoudnessHistory, integrated_lufs, loudness_series

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


def test_history_remembers_the_last_while_in_the_order_it_was_heard():
    history = LoudnessHistory(seconds=1.0)
    for index in range(25):
        history.add(index * 0.1, -20.0 - index, None)
    series = history.series()
    assert series.times_s == pytest.approx(np.arange(15, 25) * 0.1)
    assert series.momentary_lufs[-1] == -44.0
    assert np.isneginf(series.short_term_lufs).all()
    history.clear()
    assert len(history.series().times_s) == 0
