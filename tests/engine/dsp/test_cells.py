import itertools

import numpy as np
import pytest

from masterdesk.engine.dsp.cells import cell_edges, cell_products, complete_cells


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 48_000, 44_057])
def test_cells_share_out_a_second_without_drift(rate):
    edges = cell_edges(rate, 100)
    assert edges[0] == 0
    assert edges[-1] == rate
    assert set(np.diff(edges)) <= {rate // 100, rate // 100 + 1}


@pytest.mark.parametrize("rate", [11_025, 44_100])
def test_products_are_summed_per_cell(rate):
    rng = np.random.default_rng(8)
    a, b = rng.standard_normal((2, 2, rate))
    edges = cell_edges(rate, 100)
    expected = [[(x[i:j] * y[i:j]).sum() for i, j in itertools.pairwise(edges)] for x, y in zip(a, b, strict=True)]
    assert np.allclose(cell_products(a, b, edges), expected)


def test_an_incomplete_cell_is_left_out():
    edges = cell_edges(48_000, 100)
    assert list(complete_cells(edges, 959)) == [0, 480]
    assert cell_products(np.ones((2, 959)), np.ones((2, 959)), complete_cells(edges, 959)).tolist() == [
        [480.0],
        [480.0],
    ]
    assert cell_products(np.ones((2, 5)), np.ones((2, 5)), complete_cells(edges, 5)).shape == (2, 0)
