"""The low-passes of the crossover: complementary, zero-phase, steep enough, silent on silence, fewer frames alike."""

import numpy as np
import pytest

from masterdesk.engine.dsp.crossover import Crossover, stop_hz
from masterdesk.engine.dsp.processor import GRID_FRAMES

RATE, TAPS = 44100, 4096


def low_pass(audio, crossover_hz, every=1):
    crossover = Crossover(RATE, TAPS)
    out = np.zeros((len(audio), GRID_FRAMES // every), dtype=np.float32)
    crossover.filtered(crossover.spectra(audio), crossover.low_pass(crossover_hz, every), out)
    return out


def response_db(crossover_hz, hertz):
    impulse = np.zeros((1, TAPS + GRID_FRAMES), dtype=np.float32)
    impulse[0, 32768] = 1.0
    kernel = low_pass(impulse, crossover_hz)[0, 32768 - TAPS : 32768]
    assert kernel.argmax() == TAPS // 2
    assert np.allclose(kernel[1:], kernel[1:][::-1], atol=1e-8), "not of linear phase"
    turns = np.exp(-2j * np.pi * hertz / RATE * np.arange(kernel.size))
    return 20 * np.log10(abs((kernel * turns).sum()) + 1e-12)


@pytest.mark.parametrize("crossover", [120.0, 700.0, 4500.0])
def test_half_at_the_crossover_whole_below_nothing_above(crossover):
    assert response_db(crossover, crossover) == pytest.approx(-6.02, abs=0.6)
    assert response_db(crossover, crossover / 2) == pytest.approx(0.0, abs=0.05)
    assert response_db(crossover, stop_hz(crossover)) < -40
    assert response_db(crossover, crossover * 2.5) < -55


@pytest.mark.parametrize(("crossover", "every"), [(120.0, 16), (700.0, 16), (4500.0, 2)])
def test_fewer_frames_are_those_of_the_whole(crossover, every):
    noise = np.random.default_rng(1).standard_normal((2, TAPS + GRID_FRAMES)).astype(np.float32)
    whole, few = low_pass(noise, crossover), low_pass(noise, crossover, every)
    assert np.abs(few - whole[:, ::every]).max() < 1e-6


def test_silence_gives_exact_silence():
    assert not low_pass(np.zeros((2, TAPS + GRID_FRAMES), dtype=np.float32), 700.0).any()
