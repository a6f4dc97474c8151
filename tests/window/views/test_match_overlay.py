"""The match of what is heard, drawn over the spectrum."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from window import live_frames, match_scenes
from window.pixels import pixels

from masterdesk.engine.live.spectrum import GRID_HZ
from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.views.spectrum import SpectrumView
from masterdesk.window.views.spectrum.curves import MATCH_GAIN, MATCH_SIDE, RESULT, TARGET, TRACK
from masterdesk.window.views.spectrum.gain_shape import GainShape
from masterdesk.window.views.spectrum.legend import Detail
from masterdesk.window.views.spectrum.match_overlay import STEPS, MatchOverlay, _between


@pytest.fixture
def shown(open_view):
    """Shows the spectrum of a desk; gives (view, actions)."""
    return lambda models: open_view(SpectrumView, models, 960, 360)


def roles(view):
    return [curve.role for curve in view.plot.curves]


def colored(view, color):
    """How many pixels of the plot have about this color."""
    return pixels(view.plot, color, 24)


class TestView:
    def test_draws_track_target_and_result_before_anything_plays(self, shown):
        view, _ = shown(match_scenes.matched())
        assert view.plot.notice == ""
        assert roles(view) == [TRACK, TARGET, RESULT, MATCH_GAIN, "slot"]
        for key in ("original", "3", "reference"):
            assert colored(view, theme.source_color(key)) > 120, key

    def test_the_side_has_a_gain_of_its_own_only_if_it_is_one(self, shown):
        view, _ = shown(match_scenes.matched(side_db=1.5))
        assert MATCH_SIDE in roles(view)
        view, _ = shown(match_scenes.matched(side_db=0.05))
        assert MATCH_SIDE not in roles(view)

    def test_a_card_that_matches_nothing_shows_the_spectra(self, shown):
        models = match_scenes.matched()
        view, _ = shown(models)
        models.desk.note(heard="1")
        assert roles(view) == ["original", "slot", "reference", "gain"]
        assert not view.tools.match.isVisible() and view.tools.holds_peaks.isVisible()
        models.desk.note(heard="4")
        assert RESULT in roles(view) and view.tools.match.isVisible()

    def test_the_switch_hides_it_and_is_remembered(self, shown, qtbot):
        models = match_scenes.matched()
        view, actions = shown(models)
        qtbot.mouseClick(view.tools.match, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["match_curves"]
        models.preferences.match_curves = False
        assert roles(view) == ["original", "slot", "reference", "gain"]
        assert view.tools.match.isVisible(), "it can be shown again"
        models.preferences.match_curves = True
        assert RESULT in roles(view)

    def test_a_new_report_is_followed(self, shown):
        models = match_scenes.matched()
        view, _ = shown(models)
        before = view.plot.match.value_db(MATCH_GAIN, 8000.0)
        settings = models.desk.state.slots[2]
        models.slots[2].arrive(match_scenes.audio(2, settings, side_db=3.0))
        assert MATCH_SIDE in roles(view)
        assert view.plot.match.value_db(MATCH_GAIN, 8000.0) == pytest.approx(before)

    def test_the_scale_of_the_gains_follows_an_amount_down_again(self, shown):
        models = match_scenes.matched(side_db=4.0)
        view, _ = shown(models)
        settings = models.desk.state.slots[2]
        for side_db, scale_db in ((4.0, 24.0), (0.0, 12.0)):
            models.slots[2].arrive(match_scenes.audio(2, settings, side_db=side_db))
            view.plot.grab()
            assert view.plot.gain_shape._scale_db == scale_db

    def test_a_blind_test_gives_nothing_away(self, shown):
        models = match_scenes.matched()
        view, _ = shown(models)
        models.blind.update(kind=BlindKind.RANKING, letters=("A", "B"), labels={"1": "A", "3": "B"})
        assert roles(view) == [] and "blind" in view.plot.notice
        assert not view.tools.match.isVisible()

    def test_a_legend_entry_hides_its_curve(self, shown, qtbot):
        view, _ = shown(match_scenes.matched())
        assert [entry.curve.label for entry in view.legend.entries] == [
            "Track",
            "Target",
            "Result",
            "match gain",
            "3 now",
        ]
        qtbot.mouseClick(view.legend.entries[1], Qt.MouseButton.LeftButton)
        assert TARGET not in roles(view)

    def test_the_legend_keeps_its_names_at_1280(self, shown, qtbot):
        view, _ = shown(match_scenes.matched(side_db=2.0))
        view.resize(686, 200)
        QApplication.processEvents()
        for entry in view.legend.entries:
            assert entry.width() >= entry.width_for(Detail.SHORT) > entry.width_for(Detail.SAMPLE)

    def test_the_cursor_reads_levels_and_gains(self, shown):
        source = live_frames.slot_of(match_scenes.matched(side_db=2.0))
        source.play(30)
        view, _ = shown(source.models)
        without = view.plot.grab().toImage()
        view.plot.set_cursor(4000.0)
        text = view.plot.accessibleDescription()
        gain = view.plot.match.value_db(MATCH_GAIN, 4000.0)
        assert f"Match gain +{gain:.1f} dB" in text and "Side gain +4.0 dB" in text
        for label in ("Track", "Target", "Result"):
            assert f"{label} \N{MINUS SIGN}" in text
        assert "3 now" not in text
        assert view.plot.grab().toImage() != without

    def test_what_plays_lies_behind_it(self, shown):
        source = live_frames.slot_of(match_scenes.matched())
        source.play(30)
        view, _ = shown(source.models)
        with_it = view.plot.grab().toImage()
        view._toggle("slot", False)
        assert view.plot.grab().toImage() != with_it

    def test_light_and_dark_are_both_readable(self, shown):
        view, _ = shown(match_scenes.matched())
        try:
            theme.apply(QApplication.instance(), "light")
            for key in ("original", "3", "reference"):
                assert colored(view, theme.LIGHT.sources[key]) > 120, key
        finally:
            theme.apply(QApplication.instance(), "dark")


class TestOverlay:
    @pytest.fixture
    def models(self):
        return match_scenes.matched()

    def test_the_track_lies_where_its_spectrum_is(self, models):
        overlay = MatchOverlay(models)
        frequencies_hz, level_db = overlay.curve(TRACK)
        assert level_db.max() == pytest.approx(-18.0)
        window_db = np.interp(np.log(GRID_HZ), np.log(frequencies_hz), level_db) - 13.0
        models.live.show_window(GRID_HZ, {"original": window_db})
        assert overlay.curve(TRACK)[1] == pytest.approx(level_db - 13.0, abs=0.05)

    def test_what_plays_is_brought_to_the_height_of_the_result(self, models):
        overlay = MatchOverlay(models)
        frequencies_hz, level_db = overlay.curve(RESULT)
        louder_db = np.interp(np.log(GRID_HZ), np.log(frequencies_hz), level_db) + 5.0
        assert overlay.live_shift_db == 0.0
        track_db = np.interp(np.log(GRID_HZ), np.log(frequencies_hz), overlay.curve(TRACK)[1])
        models.live.show_window(GRID_HZ, {"original": track_db, "3": louder_db})
        assert overlay.live_shift_db == pytest.approx(-5.0, abs=0.05)

    def test_a_tilt_turns_levels_and_no_gains(self, models):
        overlay = MatchOverlay(models)
        models.live.set_options(1 / 6, 3.0, True, False)
        level, gain = (overlay.value_db(role, 8000.0) - overlay.value_db(role, 1000.0) for role in (RESULT, MATCH_GAIN))
        models.live.set_options(1 / 6, 4.5, True, False)
        assert overlay.value_db(RESULT, 8000.0) - overlay.value_db(RESULT, 1000.0) == pytest.approx(level + 4.5)
        assert overlay.value_db(MATCH_GAIN, 8000.0) - overlay.value_db(MATCH_GAIN, 1000.0) == pytest.approx(gain)

    def test_nothing_is_computed_twice(self, models):
        overlay = MatchOverlay(models)
        assert overlay.curve(TRACK)[1] is overlay.curve(TRACK)[1]

    def test_nothing_heard_is_nothing_drawn(self, models):
        models.desk.note(heard="original")
        overlay = MatchOverlay(models)
        assert overlay.report is None and overlay.curve(TRACK) is None and overlay.live_shift_db == 0.0


def test_a_line_between_values_meets_them_and_keeps_straight_ones_straight():
    values = np.array([0.0, 1.0, -2.0, 5.0])
    line = _between(values)
    assert len(line) == 3 * STEPS + 1
    assert line[::STEPS] == pytest.approx(values)
    assert _between(np.arange(5.0)) == pytest.approx(np.arange(4 * STEPS + 1) / STEPS)


def test_a_dragged_amount_makes_no_legend_anew(shown):
    models = match_scenes.matched()
    view, _ = shown(models)
    entries = view.legend.entries
    settings = models.desk.state.slots[2]
    for amount in (80.0, 60.0):
        models.desk.change_slot(2, replace(settings, match=replace(settings.match, tone=amount)), "Tone")
        models.slots[2].arrive(match_scenes.audio(2, settings))
    assert view.legend.entries is entries
    models.desk.note(heard="4")
    assert view.legend.entries is not entries


@pytest.mark.parametrize(
    ("gains_db", "is_still", "scales_db"),
    [
        ((1.0, 7.0, 20.0, 40.0), True, (6.0, 12.0, 24.0, 24.0)),
        ((20.0, 9.0, 9.7, 4.0), True, (24.0, 12.0, 12.0, 6.0)),
        ((20.0, 9.7, 5.9, 4.0), True, (24.0, 24.0, 12.0, 6.0)),
        ((9.0, 1.0, 20.0, 1.0), False, (12.0, 12.0, 24.0, 24.0)),
    ],
)
def test_a_scale_grows_when_it_must_and_shrinks_for_what_stands_still(gains_db, is_still, scales_db):
    shape = GainShape()
    for gain_db, scale_db in zip(gains_db, scales_db, strict=True):
        shape.fit([np.array([0.1, -gain_db]), np.array([0.2])], is_still)
        assert shape._scale_db == scale_db
