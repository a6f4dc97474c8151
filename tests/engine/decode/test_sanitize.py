"""What is not sound goes no further, whatever the size of the blocks."""

import numpy as np
import pytest
import soundfile

from masterdesk.engine.decode import open_source
from masterdesk.engine.errors import InputError

RATE = 44_100
FRAMES = 100_000


@pytest.fixture
def stored(tmp_path):
    """A function: a source with the given samples (frames, channels), stored as float or double."""

    def store(samples, subtype="FLOAT"):
        path = tmp_path / "x.wav"
        soundfile.write(path, samples, RATE, subtype=subtype)
        return open_source(path)

    return store


def music(scale=0.3):
    return scale * np.random.default_rng(3).standard_normal((FRAMES, 2)).clip(-3, 3)


def whole(source, **how):
    return np.concatenate(list(source.blocks(**how)), axis=1)


@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE"])
@pytest.mark.parametrize("block_frames", [100, 65_536])
def test_samples_that_are_no_numbers_become_silence_and_are_counted(stored, subtype, block_frames):
    samples = music()
    expected = samples.copy()
    for frame, channel, value in ((RATE, 0, np.nan), (RATE, 1, np.inf), (2 * RATE + 50, 1, -np.inf)):
        samples[frame, channel], expected[frame, channel] = value, 0.0
    source = stored(samples, subtype)
    np.testing.assert_array_equal(whole(source, block_frames=block_frames), expected.T.astype(np.float32))
    assert source.report.nonfinite_samples == 3
    assert source.report.nonfinite_at_s == (1.0, 2.0)
    (warning,) = source.report.warnings
    assert warning.code == "non_finite"
    assert warning.message.startswith("3 samples")


@pytest.mark.parametrize("block_frames", [1000, 65_536])
def test_a_channel_of_nothing_but_nan_is_refused_and_named(stored, block_frames):
    samples = music()
    samples[:, 1] = np.nan
    with pytest.raises(InputError, match=r"x\.wav is damaged: channel 2 holds no valid sample"):
        whole(stored(samples), block_frames=block_frames)


def test_a_channel_with_one_good_stretch_is_kept(stored):
    samples = music()
    samples[70_000:, 1] = np.nan
    assert np.isfinite(whole(stored(samples))).all()
    samples = music()
    samples[:70_000, 1] = np.nan
    assert np.isfinite(whole(stored(samples))).all()


def test_loud_floating_point_is_not_clipped(stored):
    samples = music(30.0)
    np.testing.assert_array_equal(whole(stored(samples)), samples.T.astype(np.float32))


@pytest.mark.parametrize(("scale", "text"), [(1e30, "is not music"), (32_768.0, "whole numbers")])
def test_absurd_levels_are_refused_wherever_they_come(stored, scale, text):
    samples = music()
    samples[90_000] = scale
    with pytest.raises(InputError, match=text):
        whole(stored(samples))


def test_double_precision_is_kept_where_it_is_asked_for(stored):
    samples = music() * (1 + 1e-12)
    np.testing.assert_array_equal(whole(stored(samples, "DOUBLE"), dtype=np.float64), samples.T)


def test_denormals_become_silence_in_float32_only(stored):
    samples = music()
    samples[1000:2000] = 1e-40
    source = stored(samples, "DOUBLE")
    for block_frames in (500, 65_536):
        assert not whole(source, block_frames=block_frames)[:, 1000:2000].any()
    assert (whole(source, dtype=np.float64)[:, 1000:2000] == 1e-40).all()
