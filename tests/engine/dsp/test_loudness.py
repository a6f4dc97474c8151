import math

import numpy as np
import pyloudnorm
import pytest

from masterdesk.engine.dsp.k_weighting import KWeighting
from masterdesk.engine.dsp.loudness import (
    channel_weights,
    integrated_lufs,
    loudness_range_lu,
    lufs_from_power,
    max_lufs,
    power_from_lufs,
    sliding_mean,
)


def powers(*levels_and_hops):
    """Power per 100 ms from (LUFS, hops) pairs."""
    return np.concatenate([np.full(hops, power_from_lufs(lufs)) for lufs, hops in levels_and_hops])


def test_a_steady_level_reads_itself():
    assert integrated_lufs(powers((-23.0, 100))) == pytest.approx(-23.0, abs=1e-9)


def test_the_absolute_gate_leaves_silence_out():
    assert integrated_lufs(powers((-23.0, 100), (-70.5, 1000))) == pytest.approx(-23.0, abs=0.15)
    assert integrated_lufs(powers((-70.1, 100))) is None


def test_the_relative_gate_leaves_what_is_10_lu_lower_out():
    loud_and_soft = powers((-20.0, 1000), (-33.0, 1000))
    assert integrated_lufs(loud_and_soft) == pytest.approx(-20.0, abs=0.03)
    loud_and_less = powers((-20.0, 1000), (-24.0, 1000))
    assert integrated_lufs(loud_and_less) == pytest.approx(10 * math.log10((10**-2.0 + 10**-2.4) / 2), abs=0.02)


def test_less_than_a_gating_block_has_no_reading():
    assert integrated_lufs(powers((-20.0, 3))) is None
    assert integrated_lufs([]) is None
    assert integrated_lufs(powers((-20.0, 4))) == pytest.approx(-20.0)


def test_agrees_with_pyloudnorm_on_noise_of_changing_level():
    rate = 48_000
    rng = np.random.default_rng(3)
    audio = rng.standard_normal((2, 30 * rate)) * np.repeat(rng.uniform(0.001, 0.3, 60), rate // 2)
    audio[:, 0] = 0.0
    weighted = KWeighting(rate, 2).process(audio)
    per_hop = (weighted**2).reshape(2, -1, rate // 10).mean(axis=2).sum(axis=0)
    theirs = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(audio.T)
    assert integrated_lufs(per_hop) == pytest.approx(theirs, abs=0.01)


def test_range_is_between_the_10th_and_95th_percentile():
    levels = np.linspace(-40.0, -20.0, 20_001)
    assert loudness_range_lu([power_from_lufs(level) for level in levels]) == pytest.approx(0.85 * 20.0, abs=0.03)


def test_range_leaves_out_what_is_20_lu_below():
    assert loudness_range_lu(powers((-20.0, 500), (-55.0, 500))) == pytest.approx(0.0, abs=0.5)
    assert loudness_range_lu(powers((-20.0, 29))) is None
    assert loudness_range_lu(powers((-80.0, 100))) is None


def test_a_quiet_passage_keeps_its_precision_after_a_loud_one():
    means = sliding_mean(np.concatenate([np.full(50, 1e6), np.full(50, 1e-9)]), 7)
    assert means[-1] == pytest.approx(1e-9, rel=1e-12)
    assert (sliding_mean(np.concatenate([np.ones(9), np.zeros(20)]), 4)[9:] == 0.0).all()


@pytest.mark.parametrize("window", [1, 2, 5, 40])
def test_sliding_mean_is_the_mean_of_each_window(window):
    values = np.random.default_rng(4).random(83)
    expected = [values[i : i + window].mean() for i in range(len(values) - window + 1)]
    assert np.allclose(sliding_mean(values, window), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("order", "weights"),
    [
        ("FC", [1.0]),
        ("FL+FR", [1.0, 1.0]),
        ("FL+FR+FC+LFE+SL+SR", [1.0, 1.0, 1.0, 0.0, 1.41, 1.41]),
        ("FL+FR+FC+LFE+BL+BR", [1.0, 1.0, 1.0, 0.0, 1.41, 1.41]),
        ("FL+FR+FC+LFE+BL+BR+SL+SR", [1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.41, 1.41]),
        ("what", [1.0, 1.0, 1.0]),
    ],
)
def test_channels_weigh_as_in_the_standard(order, weights):
    assert list(channel_weights(order, len(weights))) == weights


def test_no_power_has_no_loudness():
    assert lufs_from_power([0.0])[0] == -math.inf
    assert max_lufs(np.zeros(5)) is None
    assert max_lufs(np.zeros(0)) is None
    assert max_lufs(np.array([0.1, power_from_lufs(-3.0)])) == pytest.approx(-3.0)
