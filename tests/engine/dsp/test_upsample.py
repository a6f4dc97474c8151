"""Interpolation: tones come out as they are at the high rate, in their place, however the stream is cut."""

import numpy as np
import pytest

from masterdesk.engine.dsp.upsample import HALF_FRAMES, Upsampler

LOW_RATE = 2756.25


@pytest.mark.parametrize("factor", [2, 8, 16, 64])
@pytest.mark.parametrize("hertz", [20.0, 300.0, 1000.0, 1100.0])
def test_a_tone_keeps_its_shape_and_gets_no_images(factor, hertz):
    low = np.sin(2 * np.pi * hertz / LOW_RATE * np.arange(4096))[np.newaxis]
    high = Upsampler(factor, 1).push(low.astype(np.float32))[0, HALF_FRAMES * factor :]
    expected = np.sin(2 * np.pi * hertz / LOW_RATE / factor * np.arange(high.size))
    inner = slice(HALF_FRAMES * factor, None)
    residue = (high - expected)[inner]
    assert 20 * np.log10(residue.std() / expected[inner].std()) < (-100 if hertz <= 1000 else -60)


def test_pieces_give_what_the_whole_gives_to_the_bit():
    low = np.random.default_rng(1).standard_normal((2, 4096)).astype(np.float32)
    whole, pieces = Upsampler(16, 2).push(low), Upsampler(16, 2)
    parts = [pieces.push(low[:, first : first + 1024]) for first in range(0, 4096, 1024)]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_silence_gives_exact_silence():
    assert not Upsampler(16, 2).push(np.zeros((2, 64), dtype=np.float32)).any()
