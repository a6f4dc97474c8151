"""Axes zoom and scroll within their limits, and have round marks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterdesk.window.views.spectrum.axis import Axis, frequency_text, linear_ticks, log_ticks

HEARING = Axis(20.0, 20000.0, 20.0, 20000.0, 1.5, is_log=True)
LEVELS = Axis(-72.0, 0.0, -120.0, 12.0, 12.0)


def test_fractions_and_values_are_inverse():
    for axis, value in ((HEARING, 1000.0), (LEVELS, -18.0)):
        assert axis.value(float(axis.fractions(value))) == pytest.approx(value)
    assert float(HEARING.fractions(np.sqrt(20.0 * 20000.0))) == pytest.approx(0.5)


@given(st.lists(st.tuples(st.floats(0.2, 5.0), st.floats(0.0, 1.0), st.floats(-2.0, 2.0)), max_size=8))
def test_no_zoom_leaves_the_limits(steps):
    for axis in (HEARING, LEVELS):
        for factor, fraction, share in steps:
            axis = axis.zoomed(factor, fraction).moved(share)
        assert axis.least - 1e-6 <= axis.low < axis.high <= axis.most + 1e-6
        span = axis.high / axis.low if axis.is_log else axis.high - axis.low
        assert span >= axis.least_span * (1 - 1e-9)


def test_zoom_keeps_what_is_under_the_mouse():
    at = float(HEARING.fractions(440.0))
    assert HEARING.zoomed(0.5, at).value(at) == pytest.approx(440.0)


def test_marks_of_the_whole_range_are_those_of_the_picture():
    marks = [frequency_text(mark) for mark in log_ticks(HEARING, 16)]
    assert marks == ["20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"]


def test_zoomed_in_there_are_more_marks_than_1_2_5():
    near = HEARING.zoomed(0.15, float(HEARING.fractions(1000.0)))
    marks = {round(mark) for mark in log_ticks(near, 12)}
    assert 8 <= len(marks) <= 12 and {700, 900, 1000, 1200} <= marks


@pytest.mark.parametrize(("most", "step"), [(14, 6.0), (7, 12.0), (3, 24.0)])
def test_level_marks_leave_room_for_their_texts(most, step):
    marks = linear_ticks(LEVELS, (1.0, 3.0, 6.0, 12.0, 24.0), most)
    assert np.allclose(np.diff(marks), step) and 0.0 in marks and len(marks) <= most + 1
