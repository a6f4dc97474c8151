"""The live meter against the analysis of the same audio, the standards' signals, and the ballistics it promises."""

import math

import numpy as np
import pytest
import shared_data
from engine.analyze.signals import measure, music
from engine.live.stream import heard, pink_noise, sine, uneven_blocks

from masterdesk.engine.live import LiveMeter

RATE = 48000


def _expectations(case):
    """What is expected of a whole signal."""
    return [e for e in case.expect if e.q in ("I", "LRA", "TP", "M_max", "S_max") and not e.when.startswith("segment")]


def _ebu_cases():
    if not (shared_data.TOOLS / "ebu_signals.py").exists():
        return [pytest.param(None, 48000, marks=pytest.mark.skip("no ebu_signals.py: set MASTERDESK_TESTDATA"))]
    cases = shared_data.tool("ebu_signals").CASES
    cases = [case for case in cases if case.synth and case.layout in ("M", "LR") and _expectations(case)]
    return [pytest.param(case, rate, id=f"{case.id}@{rate}") for rate in (48000, 44100) for case in cases]


@pytest.mark.parametrize(("case", "rate"), _ebu_cases())
def test_reads_the_standards_signals_within_their_tolerances(case, rate):
    audio = np.ascontiguousarray(shared_data.tool("ebu_signals").build(case, rate).T, dtype=np.float32)
    readings = heard(LiveMeter(rate, len(audio)), audio, (1440,)).readings()
    values = {
        "I": readings.integrated_lufs,
        "LRA": readings.range_lu,
        "TP": readings.max_true_peak_dbtp,
        "M_max": readings.max_momentary_lufs,
        "S_max": readings.max_short_term_lufs,
    }
    for expected in _expectations(case):
        if math.isinf(expected.value):
            assert values[expected.q] is None
        else:
            low, high = expected.value - expected.minus, expected.value + expected.plus
            assert low <= values[expected.q] <= high, expected


@pytest.mark.parametrize(
    "name", ["orchestral/battle.ogg", "electronic/quite.ogg", "acoustic/minstrels.ogg", "metal/orphanage.ogg"]
)
def test_agrees_with_the_analysis_of_music(name):
    audio, rate = music(name, 20.0, 60.0)
    readings, analysis = heard(LiveMeter(rate, len(audio)), audio).readings(), measure(audio, rate)
    loudness = analysis.loudness
    assert readings.integrated_lufs == pytest.approx(loudness.integrated_lufs, abs=0.001)
    assert readings.range_lu == pytest.approx(loudness.range_lu, abs=0.02)
    assert readings.max_momentary_lufs == pytest.approx(loudness.max_momentary_lufs, abs=1e-6)
    assert readings.max_short_term_lufs == pytest.approx(loudness.max_short_term_lufs, abs=1e-6)
    assert readings.max_true_peak_dbtp == pytest.approx(loudness.true_peak_dbtp, abs=0.001)
    assert readings.plr_db == pytest.approx(loudness.plr_db, abs=0.002)
    assert readings.momentary_lufs == pytest.approx(analysis.timeline.momentary_lufs[-1], abs=1e-6)
    assert readings.short_term_lufs == pytest.approx(analysis.timeline.short_term_lufs[-1], abs=1e-6)
    assert readings.psr_db == pytest.approx(analysis.timeline.psr_db[-1], abs=0.3)


def test_any_block_size_gives_the_same_loudness():
    audio = pink_noise(8.0) * np.linspace(0.05, 1.0, 8 * RATE, dtype=np.float32)
    small, large = (heard(LiveMeter(RATE, 2), audio, sizes).readings() for sizes in ((97, 480), (4800, 10007)))
    for name in ("integrated_lufs", "range_lu", "momentary_lufs", "short_term_lufs", "max_true_peak_dbtp"):
        assert getattr(small, name) == pytest.approx(getattr(large, name), abs=1e-5), name


def test_has_no_readings_for_silence():
    readings = heard(LiveMeter(RATE, 2), np.zeros((2, 4 * RATE))).readings()
    assert readings.integrated_lufs is readings.range_lu is readings.momentary_lufs is None
    assert readings.max_true_peak_dbtp is readings.plr_db is readings.psr_db is readings.correlation is None
    assert np.isneginf(readings.peak_dbtp).all()


def test_momentary_comes_after_400_ms_and_short_term_after_3_s():
    meter, audio = LiveMeter(RATE, 2), sine(997, 3.0, level_db=-20)
    heard(meter, audio[:, : round(0.39 * RATE)])
    assert meter.readings().momentary_lufs is None
    heard(meter, audio[:, : round(0.02 * RATE)])
    assert meter.readings().momentary_lufs == pytest.approx(-20.0 + 10 * math.log10(2) - 3.01, abs=0.1)
    assert meter.readings().short_term_lufs is None
    heard(meter, audio[:, : round(2.6 * RATE)])
    assert meter.readings().short_term_lufs is not None


def test_peaks_of_each_channel_rise_at_once_hold_and_fall():
    meter = LiveMeter(RATE, 2)
    heard(meter, np.stack([sine(1000, 0.1)[0], sine(1000, 0.1, level_db=-12)[0]]))
    assert meter.readings().peak_dbfs == pytest.approx([0.0, -12.0], abs=0.1)
    heard(meter, np.zeros((2, round(1.4 * RATE))))
    falling = meter.readings()
    assert falling.peak_dbtp == pytest.approx([-1.4 * 20 / 1.7, -12 - 1.4 * 20 / 1.7], abs=0.8)
    assert falling.held_peak_dbtp == pytest.approx([0.0, -12.0], abs=0.1)
    heard(meter, np.zeros((2, round(1.3 * RATE))))
    assert -20 < meter.readings().held_peak_dbtp[0] < -10
    assert meter.readings().max_peak_dbtp == pytest.approx([0.0, -12.0], abs=0.1)


def test_reads_a_true_peak_between_the_samples():
    quarter = np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4)
    readings = heard(LiveMeter(RATE, 2), np.stack([quarter, quarter])).readings()
    assert readings.peak_dbfs == pytest.approx([-3.01, -3.01], abs=0.01)
    assert readings.peak_dbtp[0] >= -0.05
    assert readings.max_true_peak_dbtp == pytest.approx(0.0, abs=0.4)


@pytest.mark.parametrize(
    ("right", "correlation", "balance_db"), [(1.0, 1.0, 0.0), (-1.0, -1.0, 0.0), (0.5, 1.0, -6.02), (0.0, None, None)]
)
def test_correlation_and_balance(right, correlation, balance_db):
    left = sine(440, 2.0)[0]
    readings = heard(LiveMeter(RATE, 2), np.stack([left, right * left])).readings()
    assert readings.correlation == (correlation if correlation is None else pytest.approx(correlation, abs=1e-4))
    assert readings.balance_db == (balance_db if balance_db is None else pytest.approx(balance_db, abs=0.01))


def test_correlation_follows_within_a_second():
    left = sine(440, 1.0)[0]
    meter = heard(LiveMeter(RATE, 2), np.stack([left, left]))
    heard(meter, np.stack([left, -left]))
    assert meter.readings().correlation < -0.7


def test_goniometer_shows_mono_upright_and_left_to_the_left():
    mono = heard(LiveMeter(RATE, 1), sine(440, 0.2, channels=1)).readings().goniometer
    assert mono.shape[0] == 2
    assert 1000 <= mono.shape[1] <= 2000
    assert np.abs(mono[0]).max() == 0.0
    assert np.abs(mono[1]).max() == pytest.approx(1.0, abs=0.01)
    left = heard(LiveMeter(RATE, 2), np.stack([sine(440, 0.2)[0], np.zeros(9600)])).readings().goniometer
    assert np.allclose(left[0], -left[1])


@pytest.mark.parametrize("rate", [8000, 44100, 192000])
def test_goniometer_has_at_most_2000_points(rate):
    assert heard(LiveMeter(rate, 2), sine(440, 0.2, rate)).readings().goniometer.shape[1] <= 2000


def test_rest_lets_bars_fall_and_keeps_what_counts():
    meter = heard(LiveMeter(RATE, 2), pink_noise(5.0))
    before = meter.readings()
    for _ in range(100):
        meter.rest(1 / 30)
    after = meter.readings()
    assert after.integrated_lufs == before.integrated_lufs
    assert after.max_true_peak_dbtp == before.max_true_peak_dbtp
    assert after.momentary_lufs is None
    assert (after.peak_dbtp < before.peak_dbtp - 30).all()
    assert after.goniometer.shape[1] == 0


def test_reset_forgets():
    meter = heard(LiveMeter(RATE, 2), pink_noise(5.0))
    meter.reset()
    assert meter.readings().integrated_lufs is None
    again = heard(meter, sine(1000, 4.0, level_db=-30)).readings()
    assert again.max_true_peak_dbtp == pytest.approx(-30.0, abs=0.05)


def test_hours_of_sound_take_no_more_memory():
    meter = LiveMeter(8000, 1)
    quiet, loud = (sine(500, 10.0, 8000, level, channels=1) for level in (-40.0, -20.0))
    for _ in range(60):
        heard(meter, quiet, (8000,))
        heard(meter, loud, (8000,))
    assert meter._loudness._cells.size < 1000
    assert meter.readings().range_lu == pytest.approx(20.0, abs=0.1)
    assert meter.readings().integrated_lufs == pytest.approx(meter.readings().max_short_term_lufs, abs=0.3)


def test_readings_stay_what_they_were_while_the_meter_goes_on():
    meter = heard(LiveMeter(RATE, 2), sine(1000, 0.5))
    readings = meter.readings()
    levels = readings.peak_dbtp.copy()
    points = readings.goniometer.copy()
    for block in uneven_blocks(np.zeros((2, RATE))):
        meter.push(block)
    assert np.array_equal(readings.peak_dbtp, levels)
    assert np.array_equal(readings.goniometer, points)
