"""The low-passes of the crossover: complementary, zero-phase, steep enough, silent on silence."""

import numpy as np
import pytest

from masterdesk.engine.dsp.crossover import LowPasses
from masterdesk.engine.dsp.processor import GRID_FRAMES

RATE, TAPS = 44100, 4096


def low_passes(audio, crossovers=(120.0, 700.0, 4500.0)):
    out = np.zeros((len(crossovers), len(audio), GRID_FRAMES), dtype=np.float32)
    LowPasses(crossovers, RATE, TAPS).split(audio, out)
    return out


def response_db(index, hertz):
    impulse = np.zeros((1, TAPS + GRID_FRAMES), dtype=np.float32)
    impulse[0, 32768] = 1.0
    kernel = low_passes(impulse)[index, 0, 32768 - TAPS : 32768]
    assert kernel.argmax() == TAPS // 2
    assert np.allclose(kernel[1:], kernel[1:][::-1], atol=1e-8), "not of linear phase"
    turns = np.exp(-2j * np.pi * hertz / RATE * np.arange(kernel.size))
    return 20 * np.log10(abs((kernel * turns).sum()) + 1e-12)


@pytest.mark.parametrize(("index", "crossover"), [(0, 120.0), (1, 700.0), (2, 4500.0)])
def test_half_at_the_crossover_whole_below_nothing_above(index, crossover):
    assert response_db(index, crossover) == pytest.approx(-6.02, abs=0.6)
    assert response_db(index, crossover / 2) == pytest.approx(0.0, abs=0.05)
    assert response_db(index, crossover * 2.5) < -55


def test_silence_gives_exact_silence():
    assert not low_passes(np.zeros((2, TAPS + GRID_FRAMES), dtype=np.float32)).any()
