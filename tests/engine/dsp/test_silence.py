"""Silence is told from sound to the frame."""

import numpy as np
import pytest

from masterdesk.engine.dsp.silence import sounding_parts


@pytest.mark.parametrize("frame", [0, 17, 63, 64, 100, 255])
@pytest.mark.parametrize("channel", [0, 1])
def test_a_single_sample_makes_its_part_sound(frame, channel):
    audio = np.zeros((2, 256), dtype=np.float32)
    audio[channel, frame] = -1e-30
    expected = np.zeros(4, dtype=bool)
    expected[frame // 64] = True
    assert np.array_equal(sounding_parts(audio, 64), expected)


def test_nothing_sounds_in_silence_and_everything_in_noise():
    assert not sounding_parts(np.zeros((1, 4096), dtype=np.float32), 64).any()
    assert sounding_parts(np.random.default_rng(1).standard_normal((2, 4096)), 64).all()
