"""The spectrum shows what the live model has, in the sources' colors, and asks for nothing but by actions."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from window import live_frames, scenes
from window.pixels import pixels

from masterdesk.engine.types.settings import Settings
from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.views.spectrum import SpectrumView
from masterdesk.window.views.spectrum.curves import GAIN
from masterdesk.window.views.spectrum.geometry import FREQUENCIES, LEVELS
from masterdesk.window.views.spectrum.trace import PixelGrid, draw_line, points


@pytest.fixture
def shown(open_view):
    """Makes a view for models or a playing source; gives (view, actions)."""
    return lambda source: open_view(SpectrumView, source, 960, 360)


def colored(view, color, within=None):
    """How many pixels of the plot have about this color."""
    return pixels(view.plot, color, 24, within)


def roles(view):
    return [curve.role for curve in view.plot.curves]


def test_curves_are_in_the_colors_of_their_sources(shown):
    view, _ = shown(live_frames.playing(60))
    for key in ("original", "2", "reference"):
        assert colored(view, theme.source_color(key)) > 150, key
    assert colored(view, theme.source_color("5")) == 0


def test_legend_names_the_curves_and_hides_one_when_clicked(shown, qtbot):
    view, _ = shown(live_frames.playing(60))
    entries = {entry.curve.role: entry for entry in view.legend.entries}
    assert [entry.curve.label for entry in view.legend.entries] == [
        "Original",
        "2 Strobe",
        "Reference",
        "gain applied now",
    ]
    qtbot.mouseClick(entries["slot"], Qt.MouseButton.LeftButton)
    assert "slot" not in roles(view) and colored(view, theme.source_color("2")) == 0
    view._models.desk.note(heard="3")
    assert "slot" not in roles(view), "what is hidden stays hidden when another slot is heard"
    again, _ = shown(view._models)
    assert "slot" not in roles(again) and "original" in roles(again), "and at the next start"
    qtbot.mouseClick(view.legend.entries[1], Qt.MouseButton.LeftButton)
    assert "slot" in roles(view)


def test_the_legend_follows_the_desk(shown):
    view, _ = shown(scenes.ready(heard="original", has_reference=False))
    assert [entry.curve.label for entry in view.legend.entries] == ["Original"]
    view._models.desk.note(heard="4")
    assert [entry.curve.label for entry in view.legend.entries] == ["Original", "4 Anthem", "gain applied now"]


def test_a_card_without_a_profile_has_its_name_in_the_legend(shown):
    view, _ = shown(scenes.ready(heard="4", has_reference=False))
    view._models.desk.change_slot(3, Settings(profile=None), "None")
    assert [entry.curve.label for entry in view.legend.entries][1] == "4 No profile"


def test_a_narrow_window_shortens_the_legend(shown, qtbot):
    view, _ = shown(scenes.ready())
    wide = view.legend.entries[-1].width()
    view.resize(view.header.minimumSizeHint().width(), 300)
    qtbot.waitUntil(lambda: view.legend.entries[-1].width() < wide)
    assert view.width() < view.header.sizeHint().width()
    assert view.legend.geometry().right() <= view.header.width()


def test_the_gain_is_a_shape_above_and_below_its_zero_line(shown):
    source = live_frames.playing(20)
    view, _ = shown(source)
    view._toggle("slot", False), view._toggle("original", False), view._toggle("reference", False)
    strip = view.plot.geometry_shown.gain_area
    tint = theme.mix(theme.current().panel, theme.source_color("2"), 0.26)
    upper = QRectF(strip.left(), strip.top(), strip.width(), strip.height() / 2)
    assert colored(view, tint, upper) > 500
    view._toggle(GAIN, False)
    assert colored(view, tint, upper) == 0


def test_a_gain_beyond_the_scale_makes_the_scale_larger(shown):
    source = live_frames.playing(20)
    view, _ = shown(source)
    frame = source.measured()
    frame.eq_gain_db[:] = 9.0
    source.models.live.show(frame)
    view.plot.grab()
    assert view.plot.gain_shape._scale_db == 12.0


def test_the_scale_of_one_card_is_not_kept_for_the_next(shown):
    """What was measured of the old card is painted once more before anything of the new one comes."""
    source = live_frames.playing(20)
    view, _ = shown(source)
    frame = source.measured()
    frame.eq_gain_db[:] = 20.0
    source.models.live.show(frame)
    source.models.desk.note(heard="3")
    view.plot.grab()
    assert view.plot.gain_shape._scale_db == 24.0
    source.models.live.show(replace(frame, heard="3", eq_gain_db=frame.eq_gain_db / 10.0))
    view.plot.grab()
    assert view.plot.gain_shape._scale_db == 6.0


def test_the_cursor_tells_frequency_note_and_levels(shown):
    source = live_frames.playing(60)
    view, _ = shown(source)
    view.plot.set_cursor(440.0)
    text = view.plot.accessibleDescription()
    frame = source.models.live.frame
    level = np.interp(440.0, frame.frequencies_hz, frame.spectra_db["2"])
    assert text.startswith("440.0 Hz · A4, ")
    assert f"2 Strobe {level:.1f} dB".replace("-", "\N{MINUS SIGN}") in text
    for label in ("Original", "Reference", "Gain"):
        assert label in text


def test_the_mouse_moves_the_cursor_and_takes_it_away(shown, qtbot):
    view, _ = shown(live_frames.playing(30))
    area = view.plot.geometry_shown.area
    qtbot.mouseMove(view.plot, QPoint(int(area.center().x()), int(area.center().y())))
    assert view.plot.cursor_hz == pytest.approx(view.plot.geometry_shown.frequency_hz(area.center().x()), rel=0.01)
    QApplication.sendEvent(view.plot, QEvent(QEvent.Type.Leave))
    assert view.plot.cursor_hz is None


def test_the_keyboard_moves_the_cursor_and_zooms(shown, qtbot):
    view, _ = shown(live_frames.playing(30))
    plot = view.plot
    plot.set_cursor(440.0)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor_hz == pytest.approx(466.16, abs=0.01)
    qtbot.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert plot.cursor_hz == pytest.approx(233.08, abs=0.01)
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    qtbot.keyClick(plot, Qt.Key.Key_PageUp)
    assert plot.geometry_shown.frequencies.low > 20.0 and plot.geometry_shown.levels.high < 0.0
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert (plot.geometry_shown.frequencies, plot.geometry_shown.levels) == (FREQUENCIES, LEVELS)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.cursor_hz is None


def test_keys_of_the_plot_are_not_the_desks_while_it_has_the_focus(shown):
    view, _ = shown(live_frames.playing(5))
    for key, modifier, ours in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, True),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, True),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier, False),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, False),
    ):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        event.ignore()
        QApplication.sendEvent(view.plot, event)
        assert event.isAccepted() == ours, key


def wheel(plot, at, delta, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        at,
        plot.mapToGlobal(at),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, event)


def test_the_wheel_zooms_either_axis_about_the_mouse(shown, qtbot):
    view, _ = shown(live_frames.playing(5))
    plot, at = view.plot, QPointF(500.0, 120.0)
    before_hz = plot.geometry_shown.frequency_hz(at.x())
    wheel(plot, at, 240)
    shown_now = plot.geometry_shown
    assert shown_now.frequencies.low > 20.0 and shown_now.levels == LEVELS
    assert shown_now.frequency_hz(at.x()) == pytest.approx(before_hz)
    wheel(plot, QPointF(5.0, 120.0), 120)
    assert plot.geometry_shown.levels.high < 0.0
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert (plot.geometry_shown.frequencies, plot.geometry_shown.levels) == (FREQUENCIES, LEVELS)


def test_a_drag_moves_what_is_zoomed(shown, qtbot):
    view, _ = shown(live_frames.playing(5))
    plot = view.plot
    wheel(plot, QPointF(500.0, 120.0), 600)
    low = plot.geometry_shown.frequencies.low
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(500, 120))
    qtbot.mouseMove(plot, QPoint(400, 120))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(400, 120))
    assert plot.geometry_shown.frequencies.low > low


def test_tools_ask_for_options_and_follow_the_model(shown, qtbot):
    view, actions = shown(live_frames.playing(5))
    tools = view.tools
    tools.smoothing.menu().actions()[4].trigger()
    assert actions.named("view.set_spectrum_options") == [(1 / 3, 4.5, True, False)]
    qtbot.keyClick(tools.tilt, Qt.Key.Key_Up)
    qtbot.mouseClick(tools.holds_peaks, Qt.MouseButton.LeftButton)
    assert actions.named("view.set_spectrum_options")[-1] == (1 / 3, 3.0, True, True)
    view._models.live.set_options(1 / 24, 0.0, False, True)
    assert (tools.smoothing.value, tools.tilt.value, tools.averages.value) == (1 / 24, 0.0, False)
    assert tools.holds_peaks.isChecked() and "1/24 oct" in tools.smoothing.accessibleName()
    qtbot.mouseClick(tools.reset, Qt.MouseButton.LeftButton)
    assert actions.commands.triggered == ["reset_meters"]


def test_held_peaks_and_the_moment_are_lines_of_their_own(shown):
    source = live_frames.playing(60)
    view, _ = shown(source)
    without = view.plot.grab().toImage()
    source.models.live.set_options(1 / 6, 4.5, True, True)
    source.models.live.show(source.measured())
    assert view.plot.grab().toImage() != without


@pytest.mark.parametrize(
    ("make", "begin"),
    [(scenes.empty, "Open a track"), (scenes.failed, "Open a track"), (scenes.reading, "The track is being read")],
)
def test_without_sound_the_plot_says_what_to_do(shown, make, begin):
    view, _ = shown(make())
    assert view.plot.notice.startswith(begin) and view.plot.cursor_text() == ""
    assert not any(colored(view, theme.source_color(key)) for key in ("2", "5"))


def test_playing_is_proposed_once_the_track_can_be_played(shown, qtbot):
    models = scenes.reading()
    view, _ = shown(models)
    models.track.ready(scenes.desk_track(scenes.wav(scenes.TRACK_NAME)))
    qtbot.waitUntil(lambda: view.plot.notice == "Play to see the spectrum")


def test_a_blind_test_gives_nothing_away(shown):
    source = live_frames.playing(60)
    view, _ = shown(source)
    source.models.blind.update(kind=BlindKind.RANKING, labels={"1": "A", "2": "B"})
    assert view.legend.entries == [] and "blind" in view.plot.notice
    assert colored(view, theme.source_color("2")) == 0
    source.models.blind.update(revealed=True)
    assert "slot" in roles(view)


def test_silence_is_no_curve(shown):
    source = live_frames.playing(0)
    for clip in source.clips.values():
        clip[:] = 0.0
    source.play(30)
    view, _ = shown(source)
    view._toggle(GAIN, False)
    assert colored(view, theme.source_color("2")) == 0
    view.plot.set_cursor(1000.0)
    assert "2 Strobe \N{EN DASH} dB" in view.plot.cursor_text()


def test_both_themes_paint_in_their_own_colors(shown):
    view, _ = shown(live_frames.playing(60))
    try:
        theme.apply(QApplication.instance(), "light")
        assert colored(view, theme.LIGHT.panel) > 100000
        assert colored(view, theme.LIGHT.sources["2"]) > 150
    finally:
        theme.apply(QApplication.instance(), "dark")
    assert colored(view, theme.DARK.panel) > 100000


def test_a_line_through_points_is_where_they_are():
    line = points(np.array([1.0, 2.5, 1e4]), np.array([-3.0, 0.1, 7.0]))
    assert [(point.x(), point.y()) for point in line] == [(1.0, -3.0), (2.5, 0.1), (1e4, 7.0)]


def test_a_wide_line_is_as_wide_as_it_says():
    image = QImage(100, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_line(painter, points(np.array([0.0, 100.0]), np.array([20.0, 20.0])), Qt.GlobalColor.white, 2.0)
    painter.end()
    column = [image.pixelColor(50, y).alphaF() for y in range(40)]
    assert 1.5 <= sum(column) <= 3.0 and max(column) > 0.9


def test_no_peak_is_lost_between_pixels():
    frequencies = np.geomspace(20.0, 20000.0, 4000)
    levels = np.full(4000, -60.0)
    levels[2345] = -3.0
    grid = PixelGrid(frequencies, FREQUENCIES, QRectF(40.0, 0.0, 600.0, 200.0))
    assert grid.levels(levels).max() == -3.0 and len(grid.xs) <= 302
    assert np.all(np.diff(grid.xs) > 0.0)
