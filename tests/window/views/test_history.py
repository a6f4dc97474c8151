"""The history keeps loudness where it was heard, shows what the analysis knows, and seeks by a click."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from window import live_frames, scenes

from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.slot import SlotStatus
from masterdesk.window.views.history.sources import shown
from masterdesk.window.views.history.trace import HeardTrace
from masterdesk.window.views.history.view import HistoryView


@pytest.fixture
def view_of(qtbot):
    """Makes a view for models; gives (view, actions)."""

    def make(models):
        actions = scenes.RecordingActions()
        view = HistoryView(models, actions)
        qtbot.addWidget(view)
        view.resize(960, 340)
        view.show()
        QApplication.processEvents()
        return view, actions

    return make


def heard(source, frames):
    """A trace of so many frames of a source."""
    trace = HeardTrace()
    for _ in range(frames):
        source.play(1)
        trace.note(source.models.live.frame)
    return trace


def test_readings_stand_where_they_were_heard():
    source = live_frames.playing(0)
    curve = heard(source, 150).curve("2")
    assert curve.times_s[0] == pytest.approx(45.4, abs=0.11)
    assert curve.times_s[-1] == pytest.approx(50.0, abs=0.21)
    known = np.isfinite(curve.short_term_lufs)
    assert curve.times_s[known][0] == pytest.approx(48.0, abs=0.15)
    analyzed = source.models.track.analysis.timeline.momentary_lufs
    hops = np.round(curve.times_s * 10.0).astype(int) - 1
    both = np.isfinite(curve.momentary_lufs)
    louder = curve.momentary_lufs[both] - analyzed[hops[both]]
    assert np.median(louder) == pytest.approx(20.0 * np.log10(1.2), abs=0.3)


def test_after_a_jump_only_what_is_all_of_that_place_counts():
    source = live_frames.playing(0)
    trace = heard(source, 120)
    source.frame += 10 * source.rate
    before = len(trace.curve("2").times_s)
    source.play(1)
    assert not trace.note(source.models.live.frame)
    for _ in range(60):
        source.play(1)
        trace.note(source.models.live.frame)
    curve = trace.curve("2")
    new = curve.times_s > 55.0
    assert len(curve.times_s) > before and np.isfinite(curve.momentary_lufs[new]).any()
    assert not np.isfinite(curve.short_term_lufs[new]).any()


def test_pauses_add_nothing():
    source = live_frames.playing(0)
    trace = heard(source, 60)
    frame = source.models.live.frame
    assert not trace.note(replace(frame, readings=replace(frame.readings, momentary_lufs=None)))


def test_a_gap_is_a_gap():
    trace = HeardTrace()
    trace._keep("2", 10, -14.0, -15.0), trace._keep("2", 11, -13.0, -15.0), trace._keep("2", 30, -12.0, -15.0)
    curve = trace.curve("2")
    assert np.isnan(curve.momentary_lufs).tolist() == [False, False, True, False, True]


def test_the_original_is_shown_as_its_analysis_found_it():
    models = scenes.ready(heard="original")
    now = shown(models, HeardTrace())
    analysis = models.track.analysis
    assert now.key == "original" and now.whole is None and now.target_lufs is None
    assert now.integrated_lufs == analysis.loudness.integrated_lufs
    known = np.isfinite(now.heard.short_term_lufs)
    assert np.allclose(now.heard.short_term_lufs[known], analysis.timeline.short_term_lufs[known])


def test_the_reference_lies_with_its_window_under_the_tracks():
    models = scenes.ready(heard="reference")
    now = shown(models, HeardTrace())
    assert now.heard.times_s[0] == pytest.approx(0.1 + 45.0 - 60.0)
    assert now.integrated_lufs == models.reference.analysis.loudness.integrated_lufs


def test_a_slot_has_its_target_and_the_track_behind_it(view_of):
    models = scenes.ready(heard="2")
    view, _ = view_of(models)
    assert view.plot._target.isVisible() and view.plot._target.value() == -14.0
    assert len(view.plot._whole.getData()[0]) == len(models.track.analysis.timeline.short_term_lufs)
    models.desk.note(heard="original")
    assert not view.plot._target.isVisible() and view.plot._integrated.isVisible()
    assert len(view.plot._whole.getData()[0]) == 0


def test_the_heard_curve_grows_while_it_plays(view_of, qtbot):
    source = live_frames.playing(0)
    view, _ = view_of(source.models)
    for _ in range(60):
        source.play(1)
    qtbot.waitUntil(lambda: len(view.plot._momentary.getData()[0]) > 10, timeout=2000)


def test_new_settings_forget_what_was_heard_of_the_old(view_of):
    source = live_frames.playing(0)
    view, _ = view_of(source.models)
    for _ in range(60):
        source.play(1)
    assert len(view.trace.curve("2").times_s) > 0
    slot = source.models.slots[1]
    slot.status = SlotStatus.RENDERING
    slot.changed.emit()
    assert len(view.trace.curve("2").times_s) > 0, "the old sound is heard on while the new one is made"
    slot.audio = type(
        "Audio", (), {"settings": "other", "exact": True, "loudness": source.models.track.analysis.loudness}
    )
    slot.changed.emit()
    assert len(view.trace.curve("2").times_s) == 0


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
