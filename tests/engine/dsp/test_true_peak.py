import math

import numpy as np
import pytest

from masterdesk.engine.dsp import true_peak
from masterdesk.engine.dsp.true_peak import (
    CELL_FRAMES,
    HALF_FRAMES,
    TruePeakMeter,
    interpolated_peaks,
    interpolator,
    oversampling_for,
)

RATE = 48_000


def metered(audio, rate=RATE, cuts=()):
    meter = TruePeakMeter(rate, len(audio))
    for block in np.split(np.asarray(audio, dtype=np.float32), list(cuts), axis=1):
        meter.push(block)
    return meter.finish()


def without_short_cut(audio, rate=RATE):
    fill = -audio.shape[1] % CELL_FRAMES
    padded = np.pad(np.asarray(audio, dtype=np.float32), ((0, 0), (HALF_FRAMES - 1, HALF_FRAMES + fill)))
    return interpolated_peaks(padded, oversampling_for(rate))


def bass_and_air(seconds=3.0):
    """A loud low tone under hiss and clicks: what the short cut is made for."""
    rng = np.random.default_rng(5)
    time = np.arange(round(seconds * RATE)) / RATE
    audio = 0.6 * np.sin(2 * np.pi * 80.0 * time) + 0.005 * rng.standard_normal((2, len(time)))
    audio[:, rng.integers(0, len(time), 20)] += 0.3
    return audio


SIGNALS = {
    "bass and air": bass_and_air(),
    "noise": 0.2 * np.random.default_rng(6).standard_normal((2, RATE)),
    "near half the rate": np.sin(np.pi * 0.93 * np.arange(RATE) + 0.3)[None] * 0.5,
    "clicks": np.where(np.random.default_rng(7).random((1, RATE)) < 0.001, 0.9, 0.0),
    "steps": np.sign(np.sin(2 * np.pi * 97.0 * np.arange(RATE) / RATE))[None] * 0.7,
}


@pytest.mark.parametrize("name", SIGNALS)
def test_the_short_cut_changes_no_reading(name):
    audio = SIGNALS[name]
    cells = without_short_cut(audio).max(axis=0)
    hop_of_cell = np.arange(len(cells)) * CELL_FRAMES * 10 // RATE
    expected = np.maximum.reduceat(cells, np.flatnonzero(np.diff(hop_of_cell, prepend=-1)))
    true, _ = metered(audio, cuts=[10_000, 10_001, 30_000])
    assert np.allclose(true, expected, rtol=2e-6, atol=0.0)


def test_the_short_cut_is_taken(monkeypatch):
    computed = []

    def counted(windows, *rest):
        computed.append(len(windows))
        return largest_between(windows, *rest)

    largest_between = true_peak._largest_between
    monkeypatch.setattr(true_peak, "_largest_between", counted)
    audio = SIGNALS["bass and air"]
    metered(audio)
    assert 0 < sum(computed) < 0.2 * audio.size / CELL_FRAMES


@pytest.mark.parametrize(("rate", "oversampling", "low_db"), [(44_100, 16, 0.04), (96_000, 8, 0.15), (192_000, 4, 0.6)])
def test_a_sine_at_045_of_the_rate_reads_low_by_no_more_than_its_grid(rate, oversampling, low_db):
    assert oversampling_for(rate) == oversampling
    phase = np.linspace(0.0, np.pi, 12, endpoint=False)[:, None]
    audio = np.sin(2 * np.pi * 0.45 * np.arange(4000) + phase)
    peaks = 20.0 * np.log10(without_short_cut(audio, rate)[:, 8:-8].max(axis=1))
    assert peaks.max() < 0.005
    assert peaks.min() > -low_db


@pytest.mark.parametrize(("share_of_rate", "error_db"), [(0.1, 0.001), (0.4, 0.001), (0.45, 0.002), (0.46, 0.003)])
def test_the_interpolator_is_flat(share_of_rate, error_db):
    filters = interpolator(16)
    taps = np.arange(1 - HALF_FRAMES, HALF_FRAMES + 1)
    at = np.arange(1, 16) / 16
    gain = (filters * np.exp(2j * np.pi * share_of_rate * (taps - at[:, None]))).sum(axis=1)
    assert np.abs(20.0 * np.log10(np.abs(gain))).max() < error_db


def test_a_sine_between_its_samples_reads_its_amplitude():
    audio = 0.5 * np.sin(2 * np.pi * 0.25 * np.arange(RATE) + math.pi / 4)[None]
    true, sample = metered(audio)
    assert true[4] == pytest.approx(0.5, rel=1e-4)
    assert sample[4] == pytest.approx(0.5 * math.sqrt(0.5), rel=1e-4)


def test_a_peak_is_reported_in_its_hop():
    audio = np.zeros((2, RATE))
    audio[1, 25_000] = -0.7
    true, sample = metered(audio)
    assert len(true) == len(sample) == 10
    assert sample[5] == pytest.approx(0.7)
    assert true[5] == pytest.approx(0.7, rel=1e-3)
    assert sample[[0, 1, 2, 3, 4, 6, 7, 8, 9]].max() == 0.0


def test_ends_ring_into_the_silence_around():
    true, _ = metered(np.full((1, 3), 0.5))
    assert len(true) == 1
    assert 0.5 < true[0] < 0.7


@pytest.mark.parametrize("frames", [0, 1, 31, 32, 33, 4801, 9604])
def test_there_is_a_reading_for_every_started_hop(frames):
    true, sample = metered(np.full((1, frames), 0.25))
    assert len(true) == len(sample) == -(-frames * 10 // RATE)
