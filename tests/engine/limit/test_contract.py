"""The limiter keeps the contract of a stage: block size, length, place, and silence where nothing is to do."""

import pickle

import numpy as np
import pytest
from engine.limit.support import limited, noise, study_of

from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.limit import measured_powers

RATE = 44100


@pytest.mark.parametrize("block", [1009, 4096, 70001])
def test_block_size_changes_no_bit(block):
    audio = noise(RATE, 6.0)
    whole, _ = limited(audio, study_of(audio, RATE), 9.0, block=audio.shape[1])
    cut, _ = limited(audio, study_of(audio, RATE, block), 9.0, block=block)
    assert np.array_equal(whole, cut)


@pytest.mark.parametrize(
    "frames", [0, 1, 7, 8, 4410, GRID_FRAMES - 1, GRID_FRAMES, GRID_FRAMES + 1, 3 * GRID_FRAMES + 5]
)
def test_as_many_frames_come_out_as_went_in(frames):
    audio = noise(RATE, 5.0)[:, :frames]
    out, _ = limited(audio, study_of(audio, RATE), 12.0)
    assert out.shape == audio.shape
    assert out.dtype == audio.dtype


def test_audio_below_the_ceiling_passes_unchanged_to_the_bit():
    audio = noise(RATE, 5.0)
    audio *= 0.85 / np.abs(audio).max() * 0.9
    out, limiter = limited(audio, study_of(audio, RATE), 0.0)
    assert np.array_equal(out, audio)
    assert not limiter.gain_reduction_db().any()


def test_only_the_neighborhood_of_a_peak_is_touched():
    audio = noise(RATE, 12.0, level=0.05)
    audio[:, 5 * RATE] = 1.5
    out, _ = limited(audio, study_of(audio, RATE), 0.0)
    assert np.array_equal(out[:, : 5 * RATE - RATE // 3], audio[:, : 5 * RATE - RATE // 3])
    assert np.array_equal(out[:, 11 * RATE :], audio[:, 11 * RATE :])


@pytest.mark.parametrize("grid", [1, 5, 12])
def test_started_in_mid_track_it_joins_the_full_run(grid):
    audio = noise(RATE, 25.0)
    study = study_of(audio, RATE)
    full, _ = limited(audio, study, 9.0)
    start = grid * GRID_FRAMES
    part, _ = limited(audio[:, start:], study, 9.0, start=start)
    difference = (part - full[:, start:])[:, GRID_FRAMES // 4 :]
    assert np.sqrt((difference.astype(np.float64) ** 2).mean()) < 10 ** (-100 / 20)


def test_gain_reduction_follows_the_limiting():
    audio = noise(RATE, 3.0, level=0.02)
    audio[:, RATE : RATE + 4410] *= 50.0
    _, limiter = limited(audio, study_of(audio, RATE), 0.0)
    reduction = limiter.gain_reduction_db()
    assert reduction.size == -(-audio.shape[1] // limiter.trace_frames)
    assert GRID_FRAMES % limiter.trace_frames == 0
    assert reduction.max() <= 0.0
    loud = slice(RATE // limiter.trace_frames, (RATE + 4410) // limiter.trace_frames)
    assert reduction[loud].min() < -3.0
    assert reduction[: loud.start - 9].min() == 0.0


def test_a_study_of_other_audio_is_refused():
    study = study_of(noise(RATE, 1.0), RATE)
    with pytest.raises(ValueError, match="shape"):
        limited(noise(RATE, 1.0, channels=1), study, 0.0)
    with pytest.raises(ValueError, match="grid"):
        limited(noise(RATE, 1.0), study, 0.0, start=100)


def test_what_is_judged_as_it_passes_is_what_is_judged_when_it_is_needed():
    audio = noise(RATE, 12.0)
    audio[:, RATE * 7 :] *= 0.1
    later = study_of(audio, RATE)
    for from_dbtp, least, most in ((-np.inf, 9, 9), (-12.0, 5, 7), (40.0, 0, 0)):
        at_once = study_of(audio, RATE, judged_from_dbtp=from_dbtp)
        assert least <= len(at_once.mixture.tried(range(9))) <= most
        assert np.array_equal(limited(audio, at_once, 9.0)[0], limited(audio, later, 9.0)[0])


def test_loudness_measured_in_pieces_is_that_of_the_whole():
    audio = noise(RATE, 30.0)
    study = study_of(audio, RATE)

    def powers(*run):
        return measured_powers(study, 9.0, -1.0, lambda start, stop: [audio[:, start:stop]], run)

    whole, pieces = powers(0, 20), [*powers(0, 7), *powers(7, 12), *powers(12, 20)]
    assert len(whole) == len(pieces) == 20
    for one, other in zip(whole, pieces, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-9)


def test_a_stored_study_goes_on_once_it_is_told_where_the_audio_is():
    audio = noise(RATE, 6.0)
    study = study_of(audio, RATE)
    stored = pickle.loads(pickle.dumps(study))
    with pytest.raises(ValueError, match="where the audio is"):
        limited(audio, stored, 9.0)
    stored.mixture.read_from(lambda start, stop: [audio[:, start:stop]])
    assert np.array_equal(limited(audio, stored, 9.0)[0], limited(audio, study, 9.0)[0])
