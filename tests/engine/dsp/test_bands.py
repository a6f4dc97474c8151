import numpy as np
import pytest

from masterdesk.engine.dsp.bands import (
    EQ_CENTERS_HZ,
    EQ_EDGES_HZ,
    THIRD_OCTAVE_HZ,
    band_shares,
    hann,
    power_scale,
    stft_frames,
    third_octave_edges,
)


def test_16_bands_tile_the_audible_range():
    assert len(EQ_CENTERS_HZ) == 16
    assert EQ_EDGES_HZ[0] == 20.0
    assert EQ_EDGES_HZ[-1] == pytest.approx(20_480.0)
    assert EQ_CENTERS_HZ[0] == pytest.approx(24.8, abs=0.05)
    assert np.allclose(np.log2(EQ_EDGES_HZ[1:] / EQ_EDGES_HZ[:-1]), 0.625)


def test_31_third_octaves_run_from_20_hz_to_20_khz():
    assert len(THIRD_OCTAVE_HZ) == 31
    assert THIRD_OCTAVE_HZ[17] == 1000.0
    assert THIRD_OCTAVE_HZ[[0, -1]] == pytest.approx([19.7, 20158.7], abs=0.05)
    assert np.allclose(third_octave_edges()[1:-1], np.sqrt(THIRD_OCTAVE_HZ[1:] * THIRD_OCTAVE_HZ[:-1]))
    assert np.array_equal(third_octave_edges(7, 24), third_octave_edges()[7:])


@pytest.mark.parametrize(
    ("rate", "frames"),
    [(8_000, 512), (22_050, 2048), (44_100, 4096), (48_000, 4096), (96_000, 8192), (192_000, 16_384)],
)
def test_the_window_keeps_its_time(rate, frames):
    assert stft_frames(rate) == frames


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
def test_every_bin_below_half_the_rate_is_shared_out_once(rate):
    shares = band_shares([0.0, 3.3, 120.0, 999.0, rate / 2], 4096, rate).sum(axis=1)
    assert np.allclose(shares[1:-1], 1.0)
    assert shares[[0, -1]] == pytest.approx(0.5)


def test_bands_above_half_the_rate_hold_nothing():
    assert (band_shares([4000.0, 5000.0, 6000.0], 512, 8_000)[:, 1] == 0.0).all()


def test_a_full_scale_sine_has_minus_3_db_in_its_band():
    frames, rate = 4096, 48_000
    for frequency in (500.0, 1003.0, 12_345.0):
        spectrum = np.fft.rfft(hann(frames) * np.sin(2 * np.pi * frequency / rate * np.arange(frames)))
        shares = band_shares([frequency * 0.89, frequency * 1.12], frames, rate)[:, 0]
        assert shares @ np.abs(spectrum) ** 2 * power_scale(hann(frames)) == pytest.approx(0.5, rel=2e-3)
