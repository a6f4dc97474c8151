"""What the stages do to tones and impulses: no distortion, no aliasing in time, a fixed filter where gains rest."""

import numpy as np
import pytest
import scipy.signal
from engine.plan.timelines import THIRDS_HZ
from engine.process.hearing import render

from masterdesk.engine.types.plan import BandDynamicsPlan, DynamicsPlan, Plan, TonePlan, WidthPlan

RATE = 44100


def compressor(slope=-0.5):
    """Every band compressed 2:1 above -40 dBFS, with the windows and releases of the tight profiles."""
    levels = np.arange(-90.0, 12.5, 0.5)
    gain = np.where(levels > -40, slope * (levels + 40), 0.0)
    shapes = ((60.0, 33.0), (24.0, 50.0), (12.0, 71.0), (8.0, 100.0))
    bands = tuple(BandDynamicsPlan(levels, gain, smoothing, release) for smoothing, release in shapes)
    return Plan(dynamics=DynamicsPlan((120.0, 700.0, 4500.0), bands))


def bumpy_tone(points=40):
    gains = 4.0 * np.sin(np.arange(THIRDS_HZ.size) / 2.5)[:, np.newaxis] * np.ones((1, points))
    return TonePlan(0.5, THIRDS_HZ, gains)


def residue_db(signal, *hertz):
    """Power of what is left besides the given tones, against them."""
    time = np.arange(signal.size) / RATE
    tones = np.stack([turn(2 * np.pi * f * time) for f in hertz for turn in (np.sin, np.cos)], axis=1)
    wanted = tones @ np.linalg.lstsq(tones, signal, rcond=None)[0]
    return 10 * np.log10(np.mean((signal - wanted) ** 2) / np.mean(wanted**2) + 1e-20)


@pytest.mark.parametrize("hertz", [30, 50, 100, 120, 400, 700, 997, 4500, 10007])
def test_a_tone_through_the_dynamics_stays_a_tone(hertz):
    time = np.arange(5 * RATE) / RATE
    tone = np.tile(0.35 * np.sin(2 * np.pi * hertz * time), (2, 1)).astype(np.float32)
    out = render(compressor(), tone, RATE)[0, 2 * RATE : 4 * RATE].astype(np.float64)
    assert 20 * np.log10(out.std() / tone.std()) < -6, "nothing was compressed"
    assert residue_db(out, hertz) < -100


def test_bass_and_treble_do_not_modulate_each_other():
    time = np.arange(5 * RATE) / RATE
    tones = 0.3 * np.sin(2 * np.pi * 60 * time) + 0.08 * np.sin(2 * np.pi * 7000 * time)
    out = render(compressor(), np.tile(tones, (2, 1)).astype(np.float32), RATE)[0, 2 * RATE : 4 * RATE]
    assert residue_db(out.astype(np.float64), 60, 7000) < -100


def test_a_resting_curve_leaves_every_bit():
    audio = (0.3 * np.random.default_rng(3).standard_normal((2, 3 * RATE))).astype(np.float32)
    levels = np.array([-90.0, 0.0])
    resting = tuple(BandDynamicsPlan(levels, np.zeros(2), 20.0, 50.0) for _ in range(4))
    assert np.array_equal(render(Plan(dynamics=DynamicsPlan((120.0, 700.0, 4500.0), resting)), audio, RATE), audio)


def test_a_step_in_level_is_turned_down_in_tens_of_milliseconds_and_let_go_slowly():
    time = np.arange(6 * RATE) / RATE
    level = np.where((time > 2) & (time < 4), 0.5, 0.05)
    tone = np.tile(level * np.sin(2 * np.pi * 1500 * time), (2, 1)).astype(np.float32)
    out = render(compressor(), tone, RATE)[0].astype(np.float64)
    gain = np.abs(scipy.signal.hilbert(out)) / np.abs(scipy.signal.hilbert(tone[0].astype(np.float64)))
    soft, loud = gain[RATE], gain[3 * RATE]
    assert 20 * np.log10(loud / soft) == pytest.approx(-10.0, abs=0.5)
    assert 20 * np.log10(gain[round(2.02 * RATE)] / loud) < 0.5
    assert 20 * np.log10(gain[round(4.05 * RATE)] / loud) < 3.0
    assert gain[round(4.6 * RATE)] == pytest.approx(soft, rel=0.05)


def test_an_impulse_through_the_equalizer_rings_within_its_filter_only():
    impulse = np.zeros((2, 10 * RATE), dtype=np.float32)
    at = 5 * RATE + 777
    impulse[:, at] = 1.0
    out = render(Plan(tone=bumpy_tone()), impulse, RATE)[0].astype(np.float64)
    energy = out**2 / (out**2).sum()
    assert np.argmax(np.abs(out)) == at
    before = {ms: 10 * np.log10(energy[: at - ms * RATE // 1000].sum() + 1e-20) for ms in (5, 20, 40)}
    assert before[5] < -25 and before[20] < -40 and before[40] < -80, before
    assert energy[: at - 2049].sum() + energy[at + 2049 :].sum() < 1e-12


def test_resting_gains_make_one_fixed_filter_with_the_response_asked_for():
    tone = bumpy_tone()
    impulse = np.zeros((1, 4 * RATE), dtype=np.float32)
    impulse[0, 2 * RATE] = 1.0
    kernel = render(Plan(tone=tone), impulse, RATE)[0, 2 * RATE - 4096 : 2 * RATE + 4097].astype(np.float64)
    noise = (0.1 * np.random.default_rng(4).standard_normal((1, 6 * RATE))).astype(np.float32)
    out = render(Plan(tone=tone), noise, RATE)[0]
    expected = scipy.signal.fftconvolve(noise[0].astype(np.float64), kernel)[4096 : 4096 + out.size]
    assert 10 * np.log10(np.mean((out - expected) ** 2) / np.mean(expected**2)) < -120
    bins = np.abs(np.fft.rfft(kernel, 1 << 16))
    got = 20 * np.log10(np.interp(THIRDS_HZ, np.fft.rfftfreq(1 << 16, 1 / RATE), bins))
    heard = (THIRDS_HZ > 35) & (THIRDS_HZ < 17000)
    assert np.abs(got - tone.gain_db[:, 0])[heard].max() < 1.0


def test_equalizing_with_all_gains_at_zero_returns_the_track():
    audio = (0.3 * np.random.default_rng(5).standard_normal((2, 3 * RATE))).astype(np.float32)
    out = render(Plan(tone=TonePlan(0.5, THIRDS_HZ, np.zeros((31, 7)))), audio, RATE)
    assert 10 * np.log10(np.mean((out - audio) ** 2) / np.mean(audio**2)) < -130


def test_width_changes_the_side_alone():
    audio = (0.2 * np.random.default_rng(6).standard_normal((2, 4 * RATE))).astype(np.float32)
    out = render(Plan(width=WidthPlan(THIRDS_HZ, np.linspace(-6.0, 4.0, 31))), audio, RATE)
    mid, side = (out[0] + out[1]) - (audio[0] + audio[1]), (out[0] - out[1]) - (audio[0] - audio[1])
    assert 20 * np.log10(mid.std() / audio.std()) < -110
    assert 20 * np.log10(side.std() / audio.std()) > -20
