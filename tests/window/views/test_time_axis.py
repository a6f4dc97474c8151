"""The visible range of the desk's time, and times as texts."""

import pytest

from masterdesk.window.views.lanes.time_axis import LEAST_SPAN_S, TimeAxis
from masterdesk.window.views.texts import clock, figure


@pytest.fixture
def axis(qapp):
    axis = TimeAxis()
    axis.set_lengths(240.0, 300.0)
    return axis


def test_shows_the_whole_track_first_and_can_show_a_longer_reference(axis):
    assert (axis.start_s, axis.stop_s) == (0.0, 240.0)
    assert axis.is_fitted
    assert not axis.shows_all
    axis.zoom(10.0, 100.0)
    assert (axis.start_s, axis.stop_s) == (0.0, 300.0)
    assert axis.shows_all


@pytest.mark.parametrize("about_s", [30.0, 120.0, 200.0])
def test_zooms_about_a_time_that_stays_in_its_place(axis, about_s):
    before = axis.x(about_s, 1000.0)
    axis.zoom(0.5, about_s)
    assert axis.span_s == pytest.approx(120.0)
    assert axis.x(about_s, 1000.0) == pytest.approx(before)
    assert axis.time(before, 1000.0) == pytest.approx(about_s)


def test_never_leaves_what_there_is_nor_zooms_without_end(axis):
    axis.show(200.0, 250.0)
    axis.scroll(1e6)
    assert (axis.start_s, axis.stop_s) == (250.0, 300.0)
    axis.scroll(-1e6)
    assert (axis.start_s, axis.stop_s) == (0.0, 50.0)
    for _ in range(100):
        axis.zoom(0.5, 10.0)
    assert axis.span_s == pytest.approx(LEAST_SPAN_S)


def test_a_view_of_the_whole_track_stays_one_while_the_track_grows_but_a_zoomed_one_stays(axis):
    axis.set_lengths(480.0, 480.0)
    assert axis.is_fitted
    axis.show(100.0, 130.0)
    axis.set_lengths(960.0, 960.0)
    assert (axis.start_s, axis.stop_s) == (100.0, 130.0)
    axis.set_lengths(60.0, 60.0)
    assert axis.stop_s <= 60.0


def test_tells_of_changes_only(axis, qtbot):
    with qtbot.assertNotEmitted(axis.changed):
        axis.set_lengths(240.0, 300.0)
        axis.show(0.0, 240.0)
    with qtbot.waitSignal(axis.changed):
        axis.scroll(1.0)


@pytest.mark.parametrize(("span_s", "step_s"), [(240.0, 30.0), (3.0, 0.5), (10800.0, 1200.0), (0.3, 0.05)])
def test_ticks_are_round_and_far_enough_apart(axis, span_s, step_s):
    axis.set_lengths(span_s, span_s)
    step, ticks = axis.ticks(1240.0, 84.0)
    assert 84.0 <= step / span_s * 1240.0 < 84.0 * 3
    assert step <= 2.5 * step_s
    assert ticks[0] == 0.0
    assert ticks[-1] <= span_s + 1e-9
    assert all(tick == pytest.approx(round(tick / step) * step) for tick in ticks)


def test_an_axis_without_a_track_has_nothing_to_show(qapp):
    axis = TimeAxis()
    assert axis.is_empty
    assert axis.ticks(1000.0, 84.0)[1] == []
    axis.zoom(0.5, 0.0)
    axis.scroll(3.0)
    assert axis.x(10.0, 1000.0) == 0.0


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [
        (57.34, 1, "0:57.3"),
        (59.999, 1, "0:59.9"),
        (59.999, 0, "0:59"),
        (252.0, 0, "4:12"),
        (3723.5, 0, "1:02:03"),
        (-1.0, 0, "0:00"),
        (0.3, 1, "0:00.3"),
        (57.2, 2, "0:57.20"),
    ],
)
def test_clock_counts_like_one(seconds, decimals, text):
    assert clock(seconds, decimals) == text


@pytest.mark.parametrize(
    ("value", "options", "text"),
    [
        (-17.84, {}, "−17.8"),
        (0.04, {}, "0.0"),
        (-0.04, {}, "0.0"),
        (1.26, {"signed": True}, "+1.3"),
        (None, {}, "–"),
        (float("-inf"), {}, "–"),
        (float("nan"), {}, "–"),
        (-14.0, {"digits": 0}, "−14"),
    ],
)
def test_figures_have_true_minus_signs_and_dashes(value, options, text):
    assert figure(value, **options) == text
