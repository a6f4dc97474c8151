"""Levels of sines and noise in every smoothing, and the live spectrum against that of the whole clip."""

import numpy as np
import pytest
from engine.live.stream import heard, pink_noise, sine

from masterdesk.engine.live import GRID_HZ, SpectrumMeter, long_term_spectrum, note_name
from masterdesk.engine.live.spectrum import SMOOTHINGS_OCTAVES

RATE = 48000


@pytest.mark.parametrize("rate", [22050, 44100, 48000, 96000, 192000])
@pytest.mark.parametrize("smoothing", SMOOTHINGS_OCTAVES)
def test_a_full_scale_sine_reads_0_db_at_its_frequency(rate, smoothing):
    for hz in (40.0, 63.7, 100.0, 440.0, 1234.5, 5000.0):
        curve = long_term_spectrum(sine(hz, 3.0, rate), rate).curve_db(smoothing)
        assert -1.3 <= curve.max() <= 0.05, hz
        assert GRID_HZ[curve.argmax()] == pytest.approx(hz, rel=max(smoothing, 0.1))


@pytest.mark.parametrize("smoothing", [1 / 12, 1 / 6, 1 / 3])
def test_pink_noise_is_level_at_what_the_docstring_says(smoothing):
    curve = long_term_spectrum(pink_noise(60.0, rms_db=-20.0), RATE).curve_db(smoothing)
    expected = -20.0 + 3.01 - 10 * np.log10(9.97 / smoothing)
    inside = (GRID_HZ > 50) & (GRID_HZ < 15000)
    assert np.abs(curve[inside] - expected).max() < 1.2
    assert curve[inside].mean() == pytest.approx(expected, abs=0.15)


def test_noise_has_no_step_where_the_resolution_changes():
    for smoothing in SMOOTHINGS_OCTAVES:
        curve = long_term_spectrum(pink_noise(120.0), RATE).curve_db(smoothing)
        octave_means = [curve[np.abs(np.log2(GRID_HZ / hz)) < 0.5].mean() for hz in (200, 400, 800, 1600, 3200, 6400)]
        assert np.ptp(octave_means) < (2.0 if smoothing < 1 / 24 else 0.6), smoothing


def test_a_tilt_of_0_shows_white_noise_level_and_turns_about_1_khz():
    white = np.random.default_rng(1).normal(0, 0.1, (2, 30 * RATE))
    spectrum = long_term_spectrum(white, RATE)
    inside = (GRID_HZ > 100) & (GRID_HZ < 15000)
    level = spectrum.curve_db(1 / 3, tilt_db_per_octave=0.0)[inside]
    assert np.polyfit(np.log2(GRID_HZ[inside]), level, 1)[0] == pytest.approx(0.0, abs=0.03)
    tone = long_term_spectrum(sine(1000, 2.0), RATE)
    assert tone.curve_db(1 / 6, 4.5).max() == pytest.approx(0.0, abs=0.2)


def test_one_silent_channel_takes_3_db():
    both = sine(1000, 2.0)
    one = both * np.array([[1.0], [0.0]], dtype=np.float32)
    difference = long_term_spectrum(both, RATE).curve_db().max() - long_term_spectrum(one, RATE).curve_db().max()
    assert difference == pytest.approx(3.01, abs=0.01)


def test_silence_and_what_lies_above_the_band_read_the_floor():
    assert (long_term_spectrum(np.zeros((2, 100)), RATE).curve_db() == -200.0).all()
    assert (long_term_spectrum(sine(500, 1.0, 8000), 8000).curve_db()[GRID_HZ > 5000] == -200.0).all()


@pytest.mark.parametrize("rate", [44100, 96000])
def test_the_live_average_is_that_of_the_clip(rate):
    noise = pink_noise(12.0, rate)
    difference = heard(SpectrumMeter(rate, 2), noise).average().curve_db(1 / 3)
    difference -= long_term_spectrum(noise, rate).curve_db(1 / 3)
    assert np.abs(difference[(GRID_HZ > 60) & (GRID_HZ < 18000)]).max() < 1.0
    assert abs(difference.mean()) < 0.1


def test_any_block_size_gives_the_same_spectra():
    noise = pink_noise(3.0)
    one, other = heard(SpectrumMeter(RATE, 2), noise, (97, 480)), heard(SpectrumMeter(RATE, 2), noise, (5000, 2646))
    assert np.allclose(one.now().curve_db(), other.now().curve_db())
    assert np.allclose(one.average().curve_db(), other.average().curve_db())
    assert np.allclose(one.peak_hold_db(), other.peak_hold_db())


def test_slow_follows_more_slowly_than_fast():
    levels = []
    for ballistics in ("fast", "slow"):
        meter = heard(SpectrumMeter(RATE, 2, ballistics=ballistics), sine(5000, 3.0))
        heard(meter, np.zeros((2, round(0.5 * RATE))))
        levels.append(meter.now().curve_db().max())
    fast, slow = levels
    assert fast == pytest.approx(-10 * np.log10(np.e) * 0.5 / 0.125, abs=2.0)
    assert slow == pytest.approx(-10 * np.log10(np.e) * 0.5, abs=1.0)


def test_peaks_are_held_until_reset_or_another_smoothing():
    meter = heard(SpectrumMeter(RATE, 2), sine(5000, 2.0))
    heard(meter, np.zeros((2, 3 * RATE)))
    held = meter.peak_hold_db()
    assert held.max() == pytest.approx(0.0, abs=0.1)
    meter.smoothing_octaves = 1 / 3
    assert meter.peak_hold_db().max() == -200.0
    heard(meter, sine(5000, 1.0))
    meter.reset()
    assert meter.peak_hold_db().max() == meter.average().curve_db().max() == -200.0


@pytest.mark.parametrize("rate", [44100, 96000])
def test_the_average_begins_when_there_is_bass_in_it(rate):
    noise = np.random.default_rng(6).standard_normal((2, rate)).astype(np.float32) * 0.1
    assert heard(SpectrumMeter(rate, 2), noise[:, : round(0.6 * rate)]).average().curve_db().max() == -200.0
    assert heard(SpectrumMeter(rate, 2), noise).average().curve_db(1 / 3).min() > -90.0


def test_rest_lets_the_spectrum_fall_and_keeps_the_average():
    meter = heard(SpectrumMeter(RATE, 2), sine(1000, 2.0))
    average = meter.average().curve_db()
    meter.rest(2.0)
    assert meter.now().curve_db().max() < -60
    assert np.array_equal(meter.average().curve_db(), average)


def test_a_reading_of_now_stays_what_it_was():
    meter = heard(SpectrumMeter(RATE, 2), sine(1000, 1.0))
    reading = meter.now()
    before = reading.curve_db()
    heard(meter, pink_noise(1.0))
    assert np.array_equal(reading.curve_db(), before)


@pytest.mark.parametrize(
    ("hz", "name"),
    [
        (440.0, "A4"),
        (443.0, "A4 +12 ct"),
        (27.5, "A0"),
        (261.6256, "C4"),
        (437.0, "A4 −12 ct"),
        (20000.0, "D♯10 +8 ct"),
    ],
)
def test_names_notes(hz, name):
    assert note_name(hz) == name
