"""The followers at control rate do the same however they are fed, and do what they say."""

import numpy as np
import pytest

from masterdesk.engine.dsp.envelope import FallingLevel, SampledPower, SteppedPower, WindowSmoother
from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES


def test_smoothing_keeps_a_constant_and_centers_an_impulse():
    smoother = WindowSmoother(reach=5, delay=9, initial=2.0)
    assert np.allclose(smoother.push(np.full(40, 2.0)), 2.0)
    impulse = np.zeros(40)
    impulse[3] = 1.0
    out = WindowSmoother(reach=5, delay=9, initial=0.0).push(impulse)
    assert out.argmax() == 3 + 9 and out.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("make", [lambda: WindowSmoother(4, 6, 0.0), lambda: FallingLevel(0.5, -90.0)])
def test_pieces_give_what_the_whole_gives(make):
    values = np.random.default_rng(1).uniform(-80, 0, 1000)
    whole, pieces = make().push(values), make()
    parts = np.concatenate([pieces.push(values[i : i + 100]) for i in range(0, 1000, 100)])
    assert np.allclose(whole, parts, atol=1e-10)


def test_a_falling_level_rises_at_once_and_falls_steadily():
    level = FallingLevel(2.0, -90.0).push(np.array([-50.0, -10.0, -60.0, -60.0, -13.0, -90.0]))
    assert np.allclose(level, [-50.0, -10.0, -12.0, -14.0, -13.0, -15.0])


def test_a_falling_level_matches_the_recursion():
    levels = np.random.default_rng(2).uniform(-80, 0, 500)
    expected, last = [], -90.0
    for value in levels:
        last = max(value, last - 0.7, -90.0)
        expected.append(last)
    assert np.allclose(FallingLevel(0.7, -90.0).push(levels), expected, atol=1e-9)


@pytest.mark.parametrize("hertz", [690.0, 700.0, 997.0, 1378.0, 3000.0, 10007.0])
def test_the_power_of_a_tone_does_not_beat_with_the_steps(hertz):
    time = np.arange(64 * 700) / 44100
    audio = np.stack([np.sin(2 * np.pi * hertz * time)] * 2).astype(np.float32)
    power = SteppedPower(64).push(audio)[4:]
    assert power.mean() == pytest.approx(0.5, rel=1e-3)
    assert np.ptp(power) < 2e-3


def test_bass_power_is_sampled_without_what_lies_below_hearing():
    time = np.arange(64 * 1400) / 44100
    bass, wander = np.sin(2 * np.pi * 55 * time), 3.0 * np.sin(2 * np.pi * 1.5 * time) + 0.5
    meters = [SampledPower(64, 44100, 2) for _ in range(2)]
    clean, loaded = (
        meter.push(np.tile(audio, (2, 1)).astype(np.float32))[200:]
        for meter, audio in zip(meters, (bass, bass + wander), strict=True)
    )
    assert clean.mean() == pytest.approx(0.5, rel=0.05)
    assert loaded.mean() == pytest.approx(clean.mean(), rel=0.01)


def test_frames_keep_their_duration_and_divide_the_grid():
    for rate in (8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000):
        for frames in (64, 2048, 4096):
            scaled = frames_at(rate, frames)
            assert GRID_FRAMES % scaled == 0
            assert 0.6 < (scaled / rate) / (frames / 48000) < 1.6
