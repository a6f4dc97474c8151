import numpy as np
import pyloudnorm
import pytest
import shared_data
from scipy.signal import freqz_sos, sosfilt

from masterdesk.engine.dsp.k_weighting import KWeighting, k_weighting_sos


def response_db(rate, frequencies):
    return 20.0 * np.log10(np.abs(freqz_sos(k_weighting_sos(rate), worN=frequencies, fs=rate)[1]))


def test_has_the_coefficients_of_the_standard_at_48_khz():
    ebu = shared_data.tool("ebu_signals")
    standard = [[*stage["b"], *stage["a"]] for stage in (ebu.K48_STAGE1, ebu.K48_STAGE2)]
    assert np.abs(k_weighting_sos(48_000) - standard).max() < 1e-11


@pytest.mark.parametrize("rate", [44_100, 88_200, 96_000, 176_400, 192_000, 384_000])
def test_weighs_alike_at_every_studio_rate(rate):
    frequencies = np.geomspace(20.0, 15_000.0, 200)
    assert np.abs(response_db(rate, frequencies) - response_db(48_000, frequencies)).max() < 0.06


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 96_000])
def test_is_the_exact_design_of_pyloudnorm(rate):
    filters = pyloudnorm.Meter(rate, filter_class="DeMan")._filters.values()
    theirs = np.prod([np.polyval(f.b[::-1], z(rate)) / np.polyval(f.a[::-1], z(rate)) for f in filters], axis=0)
    ours = freqz_sos(k_weighting_sos(rate), worN=FREQUENCIES, fs=rate)[1]
    assert np.abs(20.0 * np.log10(np.abs(ours) / np.abs(theirs))).max() < 1e-6


FREQUENCIES = np.geomspace(20.0, 3_500.0, 50)


def z(rate):
    return np.exp(-2j * np.pi * FREQUENCIES / rate)


def test_streams():
    audio = np.random.default_rng(2).standard_normal((2, 50_000)).astype(np.float32)
    audio[:, 0] = 0.0
    weighting = KWeighting(44_100, 2)
    streamed = np.concatenate([weighting.process(b) for b in np.array_split(audio, 7, axis=1)], axis=1)
    assert np.abs(streamed - sosfilt(k_weighting_sos(44_100), audio, axis=1)).max() < 1e-8


def test_a_constant_weighs_nothing_from_the_first_sample_on():
    assert np.abs(KWeighting(48_000, 1).process(np.full((1, 48_000), 0.5))).max() < 1e-8
