import numpy as np
import pytest

from masterdesk.engine.dsp.resample import resample, resampled_frames


def blocks_of(signal, size):
    for start in range(0, signal.shape[1], size):
        yield signal[:, start : start + size]


def run(signal, size, from_rate, to_rate):
    return np.concatenate(list(resample(blocks_of(signal, size), from_rate, to_rate)), axis=1)


@pytest.mark.parametrize(("from_rate", "to_rate"), [(44100, 48000), (48000, 44100), (96000, 44100), (8000, 48000)])
@pytest.mark.parametrize("frames", [1, 2, 1000, 44101])
def test_length_is_the_nearest_frame(from_rate, to_rate, frames):
    out = run(np.zeros((2, frames), np.float32), 777, from_rate, to_rate)
    assert out.shape == (2, resampled_frames(frames, from_rate, to_rate))


def test_block_size_changes_nothing():
    signal = np.random.default_rng(1).standard_normal((2, 50_000)).astype(np.float32)
    np.testing.assert_array_equal(run(signal, 50_000, 44100, 48000), run(signal, 333, 44100, 48000))


def test_a_tone_keeps_level_phase_and_purity():
    rate, to_rate, frequency = 44100, 48000, 997.0
    signal = np.sin(2 * np.pi * frequency * np.arange(rate) / rate)[None]
    out = run(signal, 4096, rate, to_rate)
    expected = np.sin(2 * np.pi * frequency * np.arange(to_rate) / to_rate)[None]
    error = (out - expected)[:, 2000:-2000]
    assert 20 * np.log10(np.abs(error).max()) < -120


def test_equal_rates_pass_the_very_blocks():
    block = np.ones((1, 5))
    assert next(resample([block], 48000, 48000)) is block
