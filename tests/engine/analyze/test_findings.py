"""Findings on signals made to have the fault, and on their like without it."""

import numpy as np
import pytest
import soxr
from engine.analyze.signals import codes, finding, measure
from scipy.signal import butter, firwin, oaconvolve, sosfilt

RATE = 44_100
SECONDS = 12.0


def pink(channels=2, seconds=SECONDS, rate=RATE, seed=0, level=0.1):
    """Noise that falls by 3 dB per octave, with a slow swell: something like music, without a fault."""
    rng = np.random.default_rng(seed)
    frames = round(seconds * rate)
    spectrum = np.fft.rfft(rng.standard_normal((channels, frames)))
    frequency = np.fft.rfftfreq(frames, 1 / rate)
    spectrum *= (frequency > 25.0) / np.sqrt(np.maximum(frequency, 25.0))
    audio = np.fft.irfft(spectrum, frames)
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 0.31 * np.arange(frames) / rate)
    return level * audio / audio.std() * swell


def stereo_mix(seed=0, level=0.1, **shape):
    """Mid with half as much side."""
    mid, side = pink(2, seed=seed, level=level, **shape)
    return np.stack([mid + 0.5 * side, mid - 0.5 * side])


def lowpassed(audio, cutoff_hz, rate=RATE, taps=801):
    return oaconvolve(audio, firwin(taps, cutoff_hz, fs=rate, window=("kaiser", 9.0))[None], mode="same", axes=1)


def dithered(audio, bits, seed=9):
    rng = np.random.default_rng(seed)
    step = 2.0 ** (1 - bits)
    return np.round(audio / step + rng.random(audio.shape) - rng.random(audio.shape)) * step


def test_a_sound_mix_has_no_findings():
    assert codes(measure(stereo_mix(), RATE)) == []


# ---- clipped


@pytest.mark.parametrize(("turned_down", "where"), [(1.0, "at full scale"), (0.5, "at -6.0 dBFS")])
@pytest.mark.parametrize("bits", [16, 24])
def test_clipped(turned_down, where, bits):
    mix = stereo_mix(level=0.15)
    mix[:, 2 * RATE : 8 * RATE] *= 3.0
    found = finding(measure(dithered(np.clip(mix, -1, 1) * turned_down, bits), RATE, bit_depth=bits), "clipped")
    assert found.severity == "warning"
    assert where in found.message
    assert found.at
    assert all(2.0 <= at <= 8.0 for at in found.at)


def test_a_mix_that_only_touches_full_scale_is_not_clipped():
    mix = stereo_mix()
    assert "clipped" not in codes(measure(mix / np.abs(mix).max(), RATE))


@pytest.mark.parametrize("frequency", [15.0, 30.0, 110.0])
def test_a_smooth_crest_is_not_clipped(frequency):
    tone = np.sin(2 * np.pi * frequency * np.arange(5 * RATE) / RATE)[None] * 0.99
    assert "clipped" not in codes(measure(dithered(tone, 16), RATE, bit_depth=16))


def test_a_square_wave_is_not_clipped():
    square = 0.7 * np.sign(np.sin(2 * np.pi * 220.3 * np.arange(5 * RATE) / RATE))[None]
    assert "clipped" not in codes(measure(square, RATE))


# ---- peaks and level


def test_true_peak_over():
    mix = np.clip(stereo_mix(), -0.3, 0.3)
    mix[:, 5 * RATE : 5 * RATE + 4] = [0.95, -0.95, -0.95, 0.95]
    found = finding(measure(mix, RATE), "true_peak_over")
    assert found.at == pytest.approx((5.0,), abs=0.11)
    assert "dBTP" in found.message


def test_low_level():
    assert "16 bits" in finding(measure(stereo_mix(level=0.002), RATE, bit_depth=16), "low_level").message
    assert "low_level" not in codes(measure(stereo_mix(level=0.002), RATE, bit_depth=24))
    assert "low_level" not in codes(measure(stereo_mix(level=0.02), RATE, bit_depth=16))


@pytest.mark.parametrize(("offset", "severity"), [(0.008, "info"), (-0.05, "warning")])
def test_dc_offset(offset, severity):
    found = finding(measure(stereo_mix() + np.array([[offset], [0.0]]), RATE), "dc_offset")
    assert found.severity == severity
    assert f"{100 * abs(offset):.1f} %" in found.message


# ---- dynamics


def limited(audio, ceiling=0.9):
    """A plain look-ahead limiter: the gain that keeps every 5 ms below the ceiling, smoothed over as much."""
    reach = round(0.005 * RATE)
    peaks = np.abs(audio).max(axis=0)
    highest = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, reach), 2 * reach + 1).max(axis=1)
    gain = np.minimum(1.0, ceiling / np.maximum(highest, 1e-9))
    return audio * np.convolve(np.pad(gain, reach // 2, mode="edge"), np.ones(reach) / reach, "same")[: audio.shape[1]]


def test_already_limited():
    found = finding(measure(limited(stereo_mix(level=0.9)), RATE), "already_limited")
    assert found.severity == "warning"
    assert "without its limiter" in found.message


def test_a_gently_limited_mix_is_left_in_peace():
    assert codes(measure(limited(stereo_mix(level=0.2)), RATE)) == []


# ---- where it came from


@pytest.mark.parametrize("cutoff_khz", [16, 17, 19, 20])
@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("bits", [16, 24])
def test_lossy_source(cutoff_khz, rate, bits):
    mix = dithered(lowpassed(stereo_mix(rate=rate), 1000.0 * cutoff_khz, rate), bits)
    found = finding(measure(mix, rate, bit_depth=bits), "lossy_source")
    at_khz = float(found.message.split(" kHz")[0].split()[-1])
    assert at_khz == pytest.approx(cutoff_khz, abs=0.4)


def test_a_lossy_file_is_not_told_that_it_is_lossy():
    mix = lowpassed(stereo_mix(), 16_000.0)
    assert codes(measure(mix, RATE, codec="mp3", bit_depth=None)) == []


def test_the_filter_of_a_converter_is_not_lossy():
    for quality in ("HQ", "VHQ"):
        mix = soxr.resample(stereo_mix(rate=96_000).T, 96_000, RATE, quality).T
        assert codes(measure(mix, RATE)) == []


@pytest.mark.parametrize("slope", [2, 4, 8])
def test_a_gentle_roll_off_is_not_lossy(slope):
    mix = sosfilt(butter(slope, 8000.0, fs=RATE, output="sos"), stereo_mix(), axis=1)
    assert codes(measure(mix, RATE)) == []


def test_tones_and_silence_between_them_are_not_lossy():
    time = np.arange(round(SECONDS * RATE)) / RATE
    tones = sum(0.05 * np.sin(2 * np.pi * f * time) for f in (440.0, 3000.0, 9700.0, 12_500.0))
    assert "lossy_source" not in codes(measure(np.stack([tones, tones * 0.9]), RATE))


@pytest.mark.parametrize(
    ("source", "rate"), [(44_100, 88_200), (48_000, 96_000), (48_000, 192_000), (96_000, 192_000), (22_050, 44_100)]
)
@pytest.mark.parametrize("quality", ["HQ", "VHQ"])
def test_resampled_source(source, rate, quality):
    mix = soxr.resample(stereo_mix(rate=source, seconds=8.0).T, source, rate, quality).T
    found = finding(measure(mix, rate), "resampled_source")
    assert f"from {source / 1000:g} kHz" in found.message
    assert "lossy_source" not in codes(measure(mix, rate))


@pytest.mark.parametrize("rate", [88_200, 96_000, 192_000])
def test_a_true_high_rate_is_not_resampled(rate):
    assert codes(measure(stereo_mix(rate=rate, seconds=6.0), rate)) == []


@pytest.mark.parametrize("bits", [8, 16, 20])
def test_low_bit_depth(bits):
    found = finding(measure(dithered(stereo_mix(), bits), RATE, bit_depth=24), "low_bit_depth")
    assert f"uses only {bits}" in found.message


def test_few_bits():
    assert "only 8 bits" in finding(measure(dithered(stereo_mix(), 8), RATE, bit_depth=8), "low_bit_depth").message


def test_full_bit_depth():
    assert codes(measure(dithered(stereo_mix(), 16), RATE, bit_depth=16)) == []
    assert codes(measure(dithered(stereo_mix(), 24), RATE, bit_depth=24)) == []


# ---- stereo


def test_phase_trouble_has_its_times():
    mix = stereo_mix(seconds=20.0)
    mix[1, 6 * RATE : 14 * RATE] *= -1.0
    found = finding(measure(mix, RATE), "phase_trouble")
    assert len(found.at) == 1
    assert found.at[0] == pytest.approx(6.0, abs=1.5)
    assert "polarity" in found.message


def test_bass_out_of_phase():
    mix = stereo_mix()
    mix[1] -= 2.0 * lowpassed(mix[1:], 200.0, taps=4001)[0]
    assert "bass" in finding(measure(mix, RATE), "phase_trouble").message


def test_a_wide_mix_has_no_phase_trouble():
    assert codes(measure(pink(2), RATE)) == []
    mid, side = pink(2)
    assert codes(measure(np.stack([mid + 1.1 * side, mid - 1.1 * side]), RATE)) == []


def test_mono_in_one_channel_or_two():
    one = pink(1)
    assert "one channel" in finding(measure(one, RATE), "mono").message
    assert "the same" in finding(measure(np.repeat(one, 2, axis=0), RATE), "mono").message
    assert codes(measure(np.repeat(one, 2, axis=0) + 0.003 * pink(2, seed=1), RATE)) == []


@pytest.mark.parametrize(("channel", "name"), [(0, "left"), (1, "right")])
def test_one_sided(channel, name):
    mix = stereo_mix()
    mix[channel] = 0.0
    assert f"The {name} channel is silent" in finding(measure(mix, RATE), "one_sided").message
    assert codes(measure(mix, RATE)) == ["one_sided"]


# ---- silence


def test_silence_at_the_ends():
    mix = np.pad(stereo_mix(), ((0, 0), (2 * RATE, 3 * RATE)))
    analysis = measure(mix, RATE)
    start, end = finding(analysis, "silence_start"), finding(analysis, "silence_end")
    assert "2.0 s" in start.message
    assert start.at == (0.0,)
    assert "3.0 s" in end.message
    assert end.at[0] == pytest.approx(2.0 + SECONDS, abs=0.05)
    assert codes(measure(np.pad(stereo_mix(), ((0, 0), (RATE // 4, RATE))), RATE)) == []


def test_silent():
    assert codes(measure(np.zeros((2, 3 * RATE)), RATE)) == ["silent"]
    assert codes(measure(stereo_mix(level=1e-5), RATE)) == ["silent"]
