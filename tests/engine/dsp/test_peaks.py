"""The peak pyramid against the samples themselves, at every zoom, whole and while it grows."""

import itertools
import threading

import numpy as np
import pytest

from masterdesk.engine.dsp.peaks import BOTTOM_FRAMES, FINE_FRAMES, PeakPyramid

FRAMES = 700_001
HALF_PRECISION = 1e-3


@pytest.fixture(scope="module")
def audio():
    random = np.random.default_rng(3)
    shape = np.abs(np.sin(np.arange(FRAMES) / 40_000)) ** 2
    return (random.normal(0.0, 0.2, (2, FRAMES)) * shape * [[1.0], [0.3]]).astype(np.float32)


def pyramid(audio, block=65536, reads_samples=False, expected=None):
    peaks = PeakPyramid(len(audio), expected, (lambda start, stop: audio[:, start:stop].T) if reads_samples else None)
    for start in range(0, audio.shape[1], block):
        peaks.push(audio[:, start : start + block])
    peaks.finish()
    return peaks


def bounds(audio, start, stop, columns, slack):
    """For each column the largest maximum it may show (its frames and `slack` on both sides) and the least."""
    edges = start + (stop - start) / columns * np.arange(columns + 1)
    for left, right in itertools.pairwise(edges):
        wide = audio[:, max(int(left - slack), 0) : max(int(np.ceil(right + slack)), 0)]
        narrow = audio[:, max(int(np.ceil(left + slack)), 0) : max(int(right - slack), 0)]
        yield wide, narrow


@pytest.mark.parametrize("frames_per_column", [1.7, 40, 64, 200, 256, 300, 1024, 5000, 17_000])
@pytest.mark.parametrize("start", [0, 1234.5])
def test_every_column_holds_what_lies_under_it(audio, frames_per_column, start):
    columns = int(min(200, (FRAMES - start) // frames_per_column))
    stop = start + columns * frames_per_column
    peaks = pyramid(audio, reads_samples=True)
    minimum, maximum, rms = peaks.range(start, stop, columns)
    assert minimum.shape == maximum.shape == rms.shape == (2, columns)
    cell = 1 if frames_per_column < 2 * FINE_FRAMES else FINE_FRAMES if frames_per_column < BOTTOM_FRAMES else 0
    slack = cell or BOTTOM_FRAMES * 4 ** int(np.log(frames_per_column / BOTTOM_FRAMES) / np.log(4))
    for column, (wide, narrow) in enumerate(bounds(audio, start, stop, columns, slack)):
        assert (maximum[:, column] <= wide.max(axis=1) + HALF_PRECISION).all()
        assert (minimum[:, column] >= wide.min(axis=1) - HALF_PRECISION).all()
        if narrow.shape[1]:
            assert (maximum[:, column] >= narrow.max(axis=1) - HALF_PRECISION).all()
            assert (minimum[:, column] <= narrow.min(axis=1) + HALF_PRECISION).all()
        assert (rms[:, column] <= np.maximum(maximum, -minimum)[:, column] + HALF_PRECISION).all()


def test_the_whole_track_has_its_exact_extremes_and_rms(audio):
    minimum, maximum, rms = pyramid(audio).range(0, FRAMES, 1)
    assert maximum[:, 0] == pytest.approx(audio.max(axis=1), rel=1e-3)
    assert minimum[:, 0] == pytest.approx(audio.min(axis=1), rel=1e-3)
    assert rms[:, 0] == pytest.approx(np.sqrt(np.mean(np.square(audio, dtype=float), axis=1)), rel=0.05)


def test_blocks_and_expectations_of_any_size_give_the_same(audio):
    one, other = pyramid(audio, block=FRAMES, expected=FRAMES), pyramid(audio, block=1000, expected=10)
    for mine, theirs in zip(one.range(0, FRAMES, 333), other.range(0, FRAMES, 333), strict=True):
        assert np.array_equal(mine, theirs)


def test_there_is_nothing_before_behind_and_not_yet(audio):
    peaks = PeakPyramid(2, FRAMES)
    peaks.push(audio[:, :100_000])
    assert peaks.known_frames == 100_000
    maximum = peaks.range(-100_000, 2 * FRAMES, 150)[1]
    assert (maximum[:, :9] == 0.0).all()
    assert maximum[0, 12] > 0.0
    assert (maximum[:, 21:] == 0.0).all()
    assert (peaks.range(5 * FRAMES, 6 * FRAMES, 10)[1] == 0.0).all()


def test_without_samples_narrow_columns_repeat_cells(audio):
    maximum = pyramid(audio).range(BOTTOM_FRAMES * 100, BOTTOM_FRAMES * 102, 64)[1]
    assert (maximum[:, :32] == maximum[:, :1]).all()
    assert (maximum[:, 32:] == maximum[:, 32:33]).all()


def test_a_sketch_stands_until_the_samples_are_known(audio):
    peaks = PeakPyramid(2, FRAMES)
    at = np.arange(0, FRAMES, FRAMES // 8)
    peaks.sketch(at, np.full((3, 2, len(at)), 0.25))
    assert (peaks.range(0, FRAMES, 100)[1] == 0.25).all()
    peaks.push(np.zeros((2, FRAMES // 2), dtype=np.float32))
    maximum = peaks.range(0, FRAMES, 100)[1]
    assert (maximum[:, :48] == 0.0).all()
    assert (maximum[:, 52:] == 0.25).all()
    assert (peaks.range(-FRAMES, 0, 10)[1] == 0.0).all()


def test_mono_and_a_track_shorter_than_a_cell():
    minimum, maximum, rms = pyramid(np.full((1, 100), -0.5, dtype=np.float32)).range(0, 100, 4)
    assert (minimum == -0.5).all()
    assert (maximum == -0.5).all()
    assert rms == pytest.approx(0.5, rel=1e-3)


def test_a_reader_sees_no_half_made_cell_while_a_writer_grows_it(audio):
    peaks = PeakPyramid(2, None)
    wrong, done = [], threading.Event()

    def read():
        while not done.is_set():
            known = peaks.known_frames
            minimum, maximum, _ = peaks.range(0, FRAMES, 700)
            whole = known // 1001 - 1
            if whole > 0 and not ((maximum[:, :whole] == 0.5).all() and (minimum[:, :whole] == 0.5).all()):
                wrong.append(known)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(0, FRAMES, 500):
        peaks.push(np.full((2, 500), 0.5, dtype=np.float32))
    done.set()
    reader.join()
    assert not wrong
