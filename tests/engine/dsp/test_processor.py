import itertools

import numpy as np
import pytest

from masterdesk.engine.dsp.processor import Rechunker, chain


class Delay:
    """Holds back one frame until the next call, as a stage with latency does."""

    def __init__(self):
        self.held = np.zeros((1, 0))

    def process(self, block):
        whole = np.concatenate([self.held, block], axis=1)
        self.held = whole[:, -1:]
        return whole[:, :-1]

    def flush(self):
        return self.held


@pytest.mark.parametrize("sizes", [[10], [1] * 10, [3, 0, 6, 1]])
def test_chain_gives_every_frame_in_its_place(sizes):
    signal = np.arange(10.0)[None]
    cuts = np.cumsum([0, *sizes])
    blocks = [signal[:, a:b] for a, b in itertools.pairwise(cuts)]
    out = np.concatenate(list(chain([Delay(), Delay()], blocks)), axis=1)
    np.testing.assert_array_equal(out, signal)


@pytest.mark.parametrize("sizes", [[25], [1] * 25, [7, 0, 12, 6]])
def test_rechunker_cuts_the_same_chunks_from_any_blocks(sizes):
    signal = np.arange(50.0).reshape(2, 25)
    cuts = np.cumsum([0, *sizes])
    chunker = Rechunker(8)
    blocks = [signal[:, a:b] for a, b in itertools.pairwise(cuts)]
    chunks = [chunk for block in blocks for chunk in chunker.push(block)]
    assert [chunk.shape[1] for chunk in chunks] == [8, 8, 8]
    np.testing.assert_array_equal(np.concatenate([*chunks, chunker.rest()], axis=1), signal)
    assert chunker.rest() is None
