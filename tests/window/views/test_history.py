"""The history shows the loudness of slots over their window, of files as analyzed, and seeks by a click."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from window import scenes

from masterdesk.engine.live import loudness_series
from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.views.graphs_panel import GraphsPanel
from masterdesk.window.views.history.sources import shown
from masterdesk.window.views.history.view import HistoryView


@pytest.fixture
def view_of(open_view):
    """Makes a view for models; gives (view, actions)."""
    return lambda models: open_view(HistoryView, models, 960, 340)


def with_loudness(models, slot=1, gain=1.0):
    """Gives a slot the loudness of its window, `gain` times the track's samples."""
    state, track = models.desk.state, models.track.track
    start = round(state.window_start_s * track.sample_rate)
    part = track.samples()[start : start + round(state.window_s * track.sample_rate)].T * np.float32(gain)
    models.slots[slot].measure(loudness_series(part, track.sample_rate, state.window_start_s, ramps_in=True))
    return models


def test_a_slot_has_its_loudness_over_the_whole_window_before_it_was_heard(view_of):
    models = with_loudness(scenes.ready(heard="2"), gain=0.5)
    now = shown(models)
    assert (now.heard.times_s[0], now.heard.times_s[-1]) == pytest.approx((45.1, 75.0))
    assert np.isfinite(now.heard.short_term_lufs[3:]).all()
    analyzed = models.track.analysis.timeline.short_term_lufs[480:750]
    assert np.median(now.heard.short_term_lufs[30:] - analyzed) == pytest.approx(20.0 * np.log10(0.5), abs=0.2)
    view, _ = view_of(models)
    assert len(view.plot._short_term.getData()[0]) == 300
    models.desk.note(heard="3")
    assert len(view.plot._short_term.getData()[0]) == 0


def test_new_loudness_of_the_heard_slot_is_drawn(view_of):
    models = with_loudness(scenes.ready(heard="2"))
    view, _ = view_of(models)
    before = np.array(view.plot._momentary.getData()[1])
    with_loudness(models, gain=2.0)
    after = np.array(view.plot._momentary.getData()[1])
    assert np.nanmedian(after - before) == pytest.approx(20.0 * np.log10(2.0), abs=0.01)


def test_the_original_is_shown_as_its_analysis_found_it():
    models = scenes.ready(heard="original")
    now = shown(models)
    analysis = models.track.analysis
    assert now.key == "original" and now.whole is None and now.target_lufs is None
    assert now.integrated_lufs == analysis.loudness.integrated_lufs
    known = np.isfinite(now.heard.short_term_lufs)
    assert np.allclose(now.heard.short_term_lufs[known], analysis.timeline.short_term_lufs[known])


def test_the_reference_lies_with_its_window_under_the_tracks():
    models = scenes.ready(heard="reference")
    now = shown(models)
    assert now.heard.times_s[0] == pytest.approx(0.1 + 45.0 - 60.0)
    assert now.integrated_lufs == models.reference.analysis.loudness.integrated_lufs


def test_a_slot_has_its_target_and_the_track_behind_it(view_of):
    models = scenes.ready(heard="2")
    view, _ = view_of(models)
    assert view.plot._target.isVisible() and view.plot._target.value() == -14.0
    assert (view.target.text, view.target.isVisible()) == ("target −14.0 LUFS", True)
    assert len(view.plot._whole.getData()[0]) == len(models.track.analysis.timeline.short_term_lufs)
    models.desk.note(heard="original")
    assert not view.plot._target.isVisible() and view.plot._integrated.isVisible()
    assert not view.target.isVisible() and view.integrated.isVisible()
    assert len(view.plot._whole.getData()[0]) == 0


def test_a_click_plays_from_there(view_of, qtbot):
    view, actions = view_of(scenes.ready())
    x = view.plot.x(60.0)
    qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), 100))
    ((seconds,),) = actions.named("transport.seek")
    assert seconds == pytest.approx(60.0, abs=0.1)


def test_window_or_whole_track(view_of):
    models = scenes.ready()
    view, _ = view_of(models)
    low, high = view.plot.viewRange()[0]
    assert low == pytest.approx(45.0 - 1.2) and high == pytest.approx(75.0 + 1.2)
    view.range.chosen.emit(view.range.value)
    view.range._choose(1.0)
    assert view.plot.viewRange()[0] == pytest.approx([0.0, scenes.TRACK_S])
    models.desk.note(window_start_s=20.0)
    assert view.plot._window.getRegion() == (20.0, 50.0)


def test_the_part_that_is_shown_is_remembered(view_of):
    models = scenes.ready()
    view_of(models)[0].range._choose(1.0)
    again, _ = view_of(models)
    assert again.range.value == 1.0
    assert again.plot.viewRange()[0] == pytest.approx([0.0, scenes.TRACK_S])


def test_the_graph_in_front_is_remembered(qtbot):
    models = scenes.ready()
    for expected in (0, 1):
        panel = GraphsPanel(models, scenes.RecordingActions())
        qtbot.addWidget(panel)
        assert panel._tabs.currentIndex() == panel._graphs.currentIndex() == expected
        panel._tabs.setCurrentIndex(1)


def test_keys_zoom(view_of, qtbot):
    view, _ = view_of(scenes.ready())
    low, high = view.plot.viewRange()[0]
    qtbot.keyClick(view.plot, Qt.Key.Key_Plus)
    new_low, new_high = view.plot.viewRange()[0]
    assert new_high - new_low == pytest.approx(0.8 * (high - low))


def test_the_playhead_moves_without_the_plot(view_of):
    view, _ = view_of(scenes.ready())
    view._models.playback.set_position(50.0)
    view._move()
    center = view.plot.playhead.geometry().center().x()
    assert center == pytest.approx(view.plot.x(50.0), abs=1.5) and view.plot.playhead.isVisible()
    view.plot.playhead.move_to(140.0)
    assert not view.plot.playhead.isVisible()


@pytest.mark.parametrize("make", [scenes.empty, scenes.reading, scenes.failed])
def test_without_an_analysis_a_sentence_stands_there(view_of, make):
    view, _ = view_of(make())
    assert view.notice.isVisible() and not view.plot.isVisible()


def test_a_blind_test_gives_nothing_away(view_of):
    models = scenes.ready()
    view, _ = view_of(models)
    models.blind.update(kind=BlindKind.ABX, labels={"a": "A"})
    assert not view.plot.isVisible() and "blind" in view.notice.text()
    assert not view.integrated.isVisible() and not view.target.isVisible()
    models.blind.clear()
    assert view.plot.isVisible()


def test_both_themes(view_of):
    view, _ = view_of(scenes.ready())
    try:
        theme.apply(QApplication.instance(), "light")
        corner = view.plot.grab().toImage().pixelColor(3, 3)
        assert corner == theme.LIGHT.panel
    finally:
        theme.apply(QApplication.instance(), "dark")
    assert view.plot.grab().toImage().pixelColor(3, 3) == theme.DARK.panel
