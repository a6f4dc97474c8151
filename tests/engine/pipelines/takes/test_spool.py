import numpy as np
import pytest

from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.pipelines.takes.spool import Spool


@pytest.fixture
def signal():
    return np.random.default_rng(3).standard_normal((2, 2 * GRID_FRAMES + 1234)).astype(np.float32)


def test_any_range_reads_back_what_went_through(signal):
    with Spool(2) as spool:
        blocks = [signal[:, a : a + 10_000] for a in range(0, signal.shape[1], 10_000)]
        passed = np.concatenate(list(spool.tee(blocks)), axis=1)
        np.testing.assert_array_equal(passed, signal)
        assert spool.frames == signal.shape[1]
        for start, stop in [(0, None), (5, 17), (GRID_FRAMES - 3, GRID_FRAMES + 3), (GRID_FRAMES, None)]:
            np.testing.assert_array_equal(
                np.concatenate(list(spool.blocks(start, stop)), axis=1), signal[:, start:stop]
            )


def test_a_range_behind_the_end_is_empty(signal):
    with Spool(2) as spool:
        list(spool.tee([signal]))
        assert list(spool.blocks(signal.shape[1], None)) == []


def test_what_is_cut_short_is_an_error_and_no_audio(signal, tmp_path):
    path = tmp_path / "spool"
    with Spool(2, path) as spool:
        list(spool.tee([signal]))
        spool.flush()
        with path.open("r+b") as file:
            file.truncate(signal.nbytes - 4)
        with pytest.raises(OSError, match="cut short"):
            list(spool.blocks())
