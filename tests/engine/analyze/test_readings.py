"""Tone, stereo image and timeline on signals whose readings are known."""

import math

import numpy as np
import pytest
from engine.analyze.signals import measure

from masterdesk.engine.dsp.bands import EQ_CENTERS_HZ, THIRD_OCTAVE_HZ

RATE = 48_000


def time(seconds, rate=RATE):
    return np.arange(round(seconds * rate)) / rate


def sine(frequency, seconds=4.0, rate=RATE, amplitude=1.0):
    return amplitude * np.sin(2 * np.pi * frequency * time(seconds, rate))


def noise(channels, seconds=4.0, seed=0):
    return 0.1 * np.random.default_rng(seed).standard_normal((channels, round(seconds * RATE)))


@pytest.mark.parametrize("band", range(16))
@pytest.mark.parametrize("rate", [44_100, 96_000])
def test_a_full_scale_sine_reads_minus_3_db_in_its_eq_band(band, rate):
    tone = sine(EQ_CENTERS_HZ[band], rate=rate)
    levels = [eq.level_db for eq in measure(np.stack([tone, tone]), rate).eq]
    assert levels[band] == pytest.approx(-3.01, abs=1.2 if band == 0 else 0.4)
    assert all(level is None or level < levels[band] - 10.0 for i, level in enumerate(levels) if i != band)


def test_eq_bands_above_half_the_rate_have_no_level():
    levels = [eq.level_db for eq in measure(0.1 * np.ones((2, 8000)) * sine(1000.0, 1.0, 8000), 8_000).eq]
    assert [level is None for level in levels] == [center > 4000.0 for center in EQ_CENTERS_HZ]


def test_channels_of_the_eq_are_averaged_in_power():
    one, both = sine(1000.0) * [[1.0], [0.0]], sine(1000.0) * [[1.0], [1.0]]
    of_one, of_both = (max(eq.level_db for eq in measure(audio, RATE).eq) for audio in (one, both))
    assert of_both - of_one == pytest.approx(3.01, abs=0.01)


@pytest.mark.parametrize("band", range(31))
def test_a_full_scale_sine_has_half_the_power_in_its_third_octave(band):
    tone = sine(THIRD_OCTAVE_HZ[band], 2.0)
    timeline = measure(np.stack([tone, tone]), RATE).timeline
    power = timeline.band_mid_power[:, 10:-10]
    assert (timeline.band_side_power == 0.0).all()
    # Below 40 Hz a third octave is narrower than what the window resolves; its neighbors have the rest.
    near = power[max(band - 2, 0) : band + 3].sum(axis=0)
    assert 10 * np.log10(near) == pytest.approx(-3.01, abs=0.25 if band else 2.0)
    assert (power.argmax(axis=0) == band).all()
    if THIRD_OCTAVE_HZ[band] > 150.0:
        assert 10 * np.log10(power[band]) == pytest.approx(-3.01, abs=0.3)


def test_mid_and_side_are_told_apart_over_time():
    mid, side = sine(1000.0, 2.0, amplitude=0.5), sine(4000.0, 2.0, amplitude=0.25)
    mid[RATE:] = 0.0
    timeline = measure(np.stack([mid + side, mid - side]), RATE).timeline
    at_1k, at_4k = (int(np.abs(THIRD_OCTAVE_HZ - f).argmin()) for f in (1000.0, 4000.0))
    assert timeline.band_hop_s == pytest.approx(0.05)
    assert timeline.band_mid_power[at_1k, 2:18] == pytest.approx(0.125, rel=0.02)
    assert timeline.band_mid_power[at_1k, 23:].max() < 1e-6
    assert timeline.band_side_power[at_4k, 2:-2] == pytest.approx(0.03125, rel=0.02)
    assert timeline.band_side_power[at_1k, 2:-2].max() < 1e-6


def test_points_are_centered_in_their_time():
    audio = np.zeros((2, RATE))
    audio[:, round(0.525 * RATE)] = 1.0
    power = measure(audio, RATE).timeline.band_mid_power
    assert power[20:].sum(axis=0).argmax() == 10
    assert power[:7].sum(axis=0).argmax() == 10


@pytest.mark.parametrize("rate", [11_025, 22_050, 44_100, 96_000])
def test_points_do_not_drift(rate):
    audio = np.zeros((1, 60 * rate))
    audio[:, round(59.025 * rate)] = 1.0
    power = measure(audio, rate).timeline.band_mid_power
    assert power.shape[1] == 1200
    assert power[17:].sum(axis=0).argmax() == 1180


def test_mono_is_perfectly_narrow():
    for audio in (noise(1), np.repeat(noise(1), 2, axis=0)):
        stereo = measure(audio, RATE).stereo
        assert (stereo.width, stereo.correlation, stereo.balance_db) == (0.0, 1.0, 0.0)
        assert all((band.width, band.correlation) == (0.0, 1.0) for band in stereo.bands)


def test_unrelated_channels():
    stereo = measure(noise(2, 10.0), RATE).stereo
    assert stereo.width == pytest.approx(0.5, abs=0.01)
    assert stereo.correlation == pytest.approx(0.0, abs=0.01)
    assert stereo.balance_db == pytest.approx(0.0, abs=0.05)
    for band in stereo.bands[1:]:
        assert band.width == pytest.approx(0.5, abs=0.02)
        assert band.correlation == pytest.approx(0.0, abs=0.04)


def test_side_only():
    stereo = measure(noise(1) * [[1.0], [-1.0]], RATE).stereo
    assert stereo.width == pytest.approx(1.0)
    assert stereo.correlation == pytest.approx(-1.0)


@pytest.mark.parametrize("width", [0.1, 0.35])
def test_width_is_side_over_mid_and_side(width):
    mid, side = noise(2, 10.0)
    side *= width / (1.0 - width) * math.sqrt((mid**2).mean() / (side**2).mean())
    assert measure(np.stack([mid + side, mid - side]), RATE).stereo.width == pytest.approx(width, abs=0.002)


def test_balance_is_right_minus_left():
    assert measure(noise(2) * [[1.0], [2.0]], RATE).stereo.balance_db == pytest.approx(6.02, abs=0.1)


def test_a_silent_channel_has_no_balance_or_correlation():
    stereo = measure(noise(1) * [[1.0], [0.0]], RATE).stereo
    assert stereo.balance_db is None
    assert stereo.correlation is None
    assert stereo.width == pytest.approx(0.5)


def test_dc_does_not_count_as_image():
    stereo = measure(noise(2) + 0.5, RATE).stereo
    assert stereo.width == pytest.approx(0.5, abs=0.02)
    assert stereo.correlation == pytest.approx(0.0, abs=0.05)


def test_bands_of_the_image_are_their_own():
    low, mid, high = sine(60.0), sine(1000.0), sine(8000.0)
    left_right = 0.2 * np.stack([low + mid + high, low - mid + high * 0.0])
    bands = {band.band: band for band in measure(left_right, RATE).stereo.bands}
    assert [(b.from_hz, b.to_hz) for b in bands.values()] == [(0, 120), (120, 4000), (4000, 20000)]
    assert bands["low"].width == pytest.approx(0.0, abs=0.01)
    assert bands["mid"].width == pytest.approx(1.0, abs=0.01)
    assert bands["high"].width == pytest.approx(0.5, abs=0.01)
    assert bands["low"].correlation == pytest.approx(1.0, abs=0.01)
    assert bands["mid"].correlation == pytest.approx(-1.0, abs=0.01)


def test_loudness_and_peaks_over_time():
    audio = np.repeat(sine(1000.0, 10.0, amplitude=10 ** (-23 / 20))[None], 2, axis=0)
    audio[:, 5 * RATE :] *= 0.1
    timeline = measure(audio, RATE).timeline
    assert timeline.hop_s == pytest.approx(0.1)
    assert (timeline.momentary_lufs[:3] == -math.inf).all()
    assert timeline.momentary_lufs[3:50] == pytest.approx(-23.0, abs=0.1)
    assert timeline.momentary_lufs[53:] == pytest.approx(-43.0, abs=0.1)
    assert (timeline.short_term_lufs[:29] == -math.inf).all()
    assert timeline.short_term_lufs[29:50] == pytest.approx(-23.0, abs=0.1)
    assert timeline.true_peak_dbtp[1:49] == pytest.approx(-23.0, abs=0.05)
    assert (timeline.psr_db[:29] == -math.inf).all()
    assert timeline.psr_db[29:50] == pytest.approx(0.0, abs=0.15)
    assert timeline.psr_db[55] == pytest.approx(-23.0 - timeline.short_term_lufs[55], abs=0.1)
    assert timeline.psr_db[85:] == pytest.approx(0.0, abs=0.15)


def test_maxima_are_sought_every_10_ms():
    burst = np.zeros((2, 5 * RATE))
    start = round(1.05 * RATE)
    burst[:, start : start + round(0.4 * RATE)] = sine(1000.0, 0.4, amplitude=0.1)
    analysis = measure(burst, RATE)
    assert analysis.loudness.max_momentary_lufs == pytest.approx(-20.0, abs=0.1)
    assert analysis.timeline.momentary_lufs.max() == pytest.approx(-20.0 - 0.58, abs=0.1)


def test_plr_is_true_peak_over_integrated_loudness():
    loudness = measure(noise(2), RATE).loudness
    assert loudness.plr_db == loudness.true_peak_dbtp - loudness.integrated_lufs


def test_surround_is_measured_by_its_layout_and_imaged_by_its_downmix():
    audio = np.zeros((6, 4 * RATE))
    audio[2] = sine(1225.0, amplitude=0.5)  # center
    audio[3] = sine(50.0, amplitude=0.9)  # LFE
    analysis = measure(audio, RATE)
    assert analysis.loudness.integrated_lufs == pytest.approx(-8.8, abs=0.4)
    assert analysis.loudness.sample_peak_dbfs == pytest.approx(-0.92, abs=0.01)
    assert analysis.stereo.width == 0.0
    levels = {round(eq.frequency_hz): eq.level_db for eq in analysis.eq}
    assert levels[1226] == pytest.approx(-12.04, abs=0.1)
    assert max(level for frequency, level in levels.items() if frequency < 100) < -60.0
