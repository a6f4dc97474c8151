import numpy as np
import pytest
from scipy import signal

from masterdesk.engine.dsp import dither
from masterdesk.engine.dsp.dither import GRID_FRAMES, LANE_FRAMES, Quantizer, hearing_threshold_db, shaping_filter

RATE = 44100


def quantized(audio, kind, bits=16, seed=1, sizes=(GRID_FRAMES,), rate=RATE):
    """Words as integers of `bits` bits, from blocks that take the `sizes` in turn."""
    quantizer = Quantizer(bits, kind, seed, audio.shape[0], rate)
    out, start, turn = [], 0, 0
    while start < audio.shape[1]:
        out.append(quantizer.process(audio[:, start : start + sizes[turn % len(sizes)]]))
        start, turn = start + sizes[turn % len(sizes)], turn + 1
    words = np.concatenate([*out, quantizer.flush()], axis=1)
    assert words.dtype == np.int32 and not np.any(words & (2 ** (32 - bits) - 1))
    return words >> (32 - bits), quantizer


def error(audio, kind, **options):
    """The error in steps of 16 bits, kind by kind the same seed."""
    return quantized(audio, kind, **options)[0] - audio.astype(np.float64) * 2**15


def tone(level_dbfs, frequency_hz=1000.0, seconds=10, rate=RATE):
    return 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * frequency_hz / rate * np.arange(seconds * rate))[None]


def music(frames, seed=0):
    return np.random.default_rng(seed).uniform(-0.5, 0.5, (2, frames)).astype(np.float32)


@pytest.mark.parametrize("bits", [16, 24, 32])
def test_rounding_gives_stored_words_back(bits):
    words = np.random.default_rng(0).integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (2, 50000))
    words[:, :2] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
    audio = (words / 2 ** (bits - 1)).astype(np.float64 if bits == 32 else np.float32)
    back, quantizer = quantized(audio, "none", bits)
    np.testing.assert_array_equal(back, words)
    assert quantizer.clipped == 0


@pytest.mark.parametrize("kind", ["tpdf", "shaped"])
@pytest.mark.parametrize("sizes", [(1 << 20,), (1000, 1, 70001), (LANE_FRAMES,)])
def test_block_size_changes_no_bit(kind, sizes):
    audio = music(9 * GRID_FRAMES + 12345)
    np.testing.assert_array_equal(quantized(audio, kind)[0], quantized(audio, kind, sizes=sizes)[0])


@pytest.mark.parametrize("kind", ["tpdf", "shaped"])
def test_the_seed_decides_the_bits(kind):
    audio = music(30000)
    np.testing.assert_array_equal(quantized(audio, kind, seed=7)[0], quantized(audio, kind, seed=7)[0])
    assert np.any(quantized(audio, kind, seed=7)[0] != quantized(audio, kind, seed=8)[0])


def test_triangular_dither_is_white_independent_and_of_the_right_power():
    errors = error(np.concatenate([tone(-30.3), tone(-30.3)]), "tpdf")
    assert np.var(errors) == pytest.approx(0.25, rel=0.01)
    assert np.abs(np.mean(errors)) < 0.003
    assert np.abs(errors).max() <= 1.5
    assert np.abs(np.corrcoef(errors)[0, 1]) < 0.01
    _, spectrum = signal.welch(errors[0], nperseg=256)
    assert np.ptp(10 * np.log10(spectrum[1:-1])) < 1.0


def test_triangular_dither_has_its_triangle():
    noise = np.diff(np.histogram(_noise_alone(), bins=[-1, -0.5, 0, 0.5, 1])[0].astype(float))
    drawn = _noise_alone()
    assert np.abs(drawn).max() <= 1.0 and np.var(drawn) == pytest.approx(1 / 6, rel=0.01)
    assert noise[0] > 0 > noise[2] and abs(noise[1]) < 0.02 * len(drawn)


def _noise_alone():
    return Quantizer(16, "tpdf", 3, 1)._noise(GRID_FRAMES).ravel()


@pytest.mark.parametrize("kind", ["tpdf", "shaped"])
def test_noise_power_does_not_follow_the_signal(kind):
    steps = np.repeat([0.07, 0.25, 0.5, 0.75], 120_000) / 2**15
    powers = np.var(error(steps[None], kind).reshape(4, -1), axis=1)
    assert np.ptp(10 * np.log10(powers)) < 0.2
    # What it repairs: without dither the error is the signal itself, wherever that lies between two steps.
    assert np.all(np.var(error(steps[None], "none").reshape(4, -1), axis=1) < 1e-12)


@pytest.mark.parametrize("kind", ["tpdf", "shaped"])
def test_a_tone_below_the_last_bit_comes_out_undistorted(kind):
    quiet = tone(-100.0, 1000.0, 20)
    words, _ = quantized(quiet, kind)
    assert not quantized(quiet, "none")[0].any(), "without dither nothing is left of it"
    harmonics = _amplitudes(words[0] / 2**15, 1000.0 * np.arange(1, 6))
    assert 20 * np.log10(harmonics[0]) == pytest.approx(-100.0, abs=0.5)
    assert np.all(20 * np.log10(harmonics[1:]) < -120.0)


def test_undithered_rounding_would_distort():
    rounded, _ = quantized(tone(-85.0), "none")
    assert 20 * np.log10(_amplitudes(rounded[0] / 2**15, [3000.0])[0]) > -110.0


def _amplitudes(audio, frequencies_hz):
    at = 2 * np.pi / RATE * np.outer(frequencies_hz, np.arange(len(audio)))
    return 2 * np.abs(np.exp(-1j * at) @ audio) / len(audio)


@pytest.mark.parametrize(("rate", "gain_db"), [(44100, 14.0), (48000, 15.0), (96000, 20.0)])
def test_shaped_noise_is_less_audible(rate, gain_db):
    frequency, plain = _spectrum("tpdf", rate)
    _, shaped = _spectrum("shaped", rate)
    audible = frequency > 20
    heard = 10 ** (-hearing_threshold_db(frequency[audible]) / 10)
    assert 10 * np.log10((plain[audible] @ heard) / (shaped[audible] @ heard)) > gain_db
    # In dB(A) too where hearing is keen; over the whole band at 44.1 kHz the theorem of Gerzon and
    # Craven leaves no shaper more than 1.6 dB(A), and shaping for hearing must pay for it above 15 kHz.
    keen = (frequency > 20) & (frequency < 12000)
    weight = 10 ** (_a_weighting_db(frequency[keen]) / 10)
    assert 10 * np.log10((plain[keen] @ weight) / (shaped[keen] @ weight)) > 8.0


def test_shaped_noise_has_the_spectrum_of_its_filter():
    frequency, plain = _spectrum("tpdf", RATE)
    _, shaped = _spectrum("shaped", RATE)
    taps = np.r_[1.0, shaping_filter(RATE)]
    wanted_db = 20 * np.log10(np.abs(np.exp(-2j * np.pi / RATE * np.outer(frequency, np.arange(len(taps)))) @ taps))
    inner = (frequency > 100) & (frequency < 21500)
    # Lanes that start anew fill the deepest notch a little.
    difference_db = (10 * np.log10(shaped / plain) - wanted_db)[inner & (wanted_db > -20)]
    assert np.max(np.abs(difference_db)) < 2.5


def _spectrum(kind, rate):
    return signal.welch(error(tone(-40.0, 997.0, 10, rate), kind, rate=rate)[0], rate, nperseg=2048)


def _a_weighting_db(f):
    gain = 12194**2 * f**4 / ((f**2 + 20.6**2) * np.sqrt((f**2 + 107.7**2) * (f**2 + 737.9**2)) * (f**2 + 12194**2))
    return 20 * np.log10(gain) + 2.0


@pytest.mark.parametrize("rate", [8000, 22050, 32000, 44100, 96000, 384000])
def test_no_filter_beats_the_noise_shaping_theorem(rate):
    taps = np.r_[1.0, shaping_filter(rate)]
    response = np.fft.rfft(taps, 1 << 16)
    assert np.all(np.abs(np.roots(taps)) < 1.0)
    assert np.mean(20 * np.log10(np.abs(response[1:-1]))) == pytest.approx(0.0, abs=0.01)
    assert np.sum(taps**2) < 10**2


@pytest.mark.parametrize("kind", ["tpdf", "shaped", "none"])
def test_silence_stays_silence(kind):
    audio = music(3 * GRID_FRAMES)
    audio[:, :1000] = 0.0
    audio[0, 50000 : 2 * GRID_FRAMES + 7] = 0.0
    audio[:, -333:] = 0.0
    words, _ = quantized(audio, kind, sizes=(5000,))
    assert not words[:, :1000].any() and not words[0, 50000 : 2 * GRID_FRAMES + 7].any() and not words[:, -333:].any()
    assert words[1, 50000 : 2 * GRID_FRAMES].any()
    assert not quantized(np.zeros((1, 5)), kind)[0].any()


def test_a_zero_crossing_is_dithered_like_its_neighbors():
    audio = music(20000)
    audio[:, 5::10] = 0.0
    assert np.var(error(audio, "tpdf")[:, 5::10]) == pytest.approx(0.25, rel=0.06)


@pytest.mark.parametrize("kind", ["tpdf", "shaped", "none"])
def test_what_is_beyond_full_scale_saturates_and_is_counted(kind):
    audio = music(20000)
    audio[0, 100:103] = [1.5, -1.5, 40.0]
    audio[1, 200] = 1.0
    words, quantizer = quantized(audio, kind)
    assert words[0, 100:103].tolist() == [32767, -32768, 32767]
    assert words[1, 200] >= 32750
    assert quantizer.clipped == 3


@pytest.mark.parametrize("kind", ["tpdf", "shaped", "none"])
def test_what_is_no_number_becomes_silence_and_not_a_crack(kind):
    audio = music(10000)
    audio[0, 100:102] = [np.nan, np.inf]
    words, _ = quantized(audio, kind)
    assert words[0, 101] == 32767
    assert np.abs(words[0, 100]) < 100
    np.testing.assert_array_less(np.abs(words[0, 102:]), 17000)
    assert np.count_nonzero(words[0, 102:]) > 9000


def test_dither_of_24_bits_lies_in_the_24th():
    audio = music(GRID_FRAMES) + 0.3
    words, _ = quantized(audio, "tpdf", 24)
    assert np.var(words - audio.astype(np.float64) * 2**23) == pytest.approx(0.25, abs=0.01)


def test_lanes_and_chunks_fit_the_grid():
    assert GRID_FRAMES % dither.LANE_FRAMES == 0 and dither.LANE_FRAMES % dither._ERROR_ROWS == 0
