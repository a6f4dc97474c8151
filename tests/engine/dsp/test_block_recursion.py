import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from masterdesk.engine.dsp.block_recursion import BlockRecursion

SECTIONS = {
    "one section": butter(2, 0.01, output="sos"),
    "low and steep": butter(4, 0.002, "highpass", output="sos"),
    "six sections": butter(12, 0.3, output="sos"),
}


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("cuts", [[], [1, 2, 33, 64, 1056, 1088, 5000, 5000]], ids=["whole", "cut"])
def test_agrees_with_sample_by_sample_filtering(name, cuts):
    audio = np.random.default_rng(1).standard_normal((2, 12_345))
    recursion = BlockRecursion(SECTIONS[name], 2)
    filtered = np.concatenate([recursion.process(block) for block in np.split(audio, cuts, axis=1)], axis=1)
    assert np.abs(filtered - sosfilt(SECTIONS[name], audio, axis=1)).max() < 1e-9


def test_a_settled_filter_knows_the_constant_before():
    sections = butter(2, 0.01, "highpass", output="sos")
    recursion = BlockRecursion(sections, 2)
    recursion.settle([0.5, -0.25])
    passed = recursion.process(np.repeat([[0.5], [-0.25]], 3000, axis=1))
    assert np.abs(passed).max() < 1e-9


def test_takes_float32_and_gives_float64():
    assert BlockRecursion(SECTIONS["one section"], 1).process(np.ones((1, 5), dtype=np.float32)).dtype == np.float64
