"""The meters show the readings of the live model against target and ceiling of what is heard."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QApplication
from window import live_frames, scenes
from window.pixels import pixels

from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.views.meters import MetersView
from masterdesk.window.views.meters.goniometer import Cloud
from masterdesk.window.views.meters.levels import LEVEL_SCALE, REDUCTION_SCALE, bars_of
from masterdesk.window.views.meters.targets import Targets, targets_of

DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"


@pytest.fixture
def shown(open_view):
    """Makes a view for models or a playing source; gives (view, actions)."""
    return lambda source, height=378: open_view(MetersView, source, 420, height)


def texts(view):
    return {key: row.text for key, row in view.figures.rows.items()}


def with_peak(source, peak_dbtp):
    """Show a measurement with another true peak."""
    frame = source.measured()
    levels = np.full(2, peak_dbtp)
    readings = replace(frame.readings, peak_dbtp=levels, held_peak_dbtp=levels, max_true_peak_dbtp=peak_dbtp)
    source.models.live.show(replace(frame, readings=readings))


def colored(widget, color):
    return pixels(widget, color, 6)


def test_figures_are_the_readings_to_a_tenth(shown):
    source = live_frames.playing(150)
    view, _ = shown(source)
    now = source.models.live.frame.readings
    shown_texts = texts(view)
    assert shown_texts["integrated"] == f"{now.integrated_lufs:.1f} LUFS".replace("-", MINUS)
    assert shown_texts["short_term"] == f"{now.short_term_lufs:.1f} LUFS".replace("-", MINUS)
    assert shown_texts["range"] == f"{now.range_lu:.1f} LU"
    assert shown_texts["ratios"] == f"{now.plr_db:.1f} / {now.psr_db:.1f} dB"
    reduction = source.models.live.frame.gain_reduction_db
    assert shown_texts["reduction"] == f"{reduction:.1f} dB".replace("-", MINUS)


def test_rows_tell_a_screen_reader_name_value_and_target(shown):
    source = live_frames.playing(60)
    view, _ = shown(source)
    row = view.figures.rows["integrated"]
    assert row.accessibleName() == "Integrated loudness since play"
    assert row.accessibleDescription() == f"{row.text}, target {MINUS}14.0"
    with_peak(source, -0.4)
    view._show_figures()
    assert view.figures.rows["peak"].accessibleDescription() == f"{MINUS}0.4 dBTP, above the ceiling"


@pytest.mark.parametrize(
    ("peak_dbtp", "tone"), [(-1.04, "ok"), (-1.0, "ok"), (-0.96, "ok"), (-0.8, "warning"), (0.3, "danger")]
)
def test_the_true_peak_is_colored_by_the_ceiling(peak_dbtp, tone):
    assert Targets(-14.0, -1.0).peak_tone(peak_dbtp) == tone


def test_original_and_reference_have_neither_target_nor_ceiling():
    models = scenes.ready(heard="original", has_reference=False)
    assert targets_of(models) == Targets()
    models.desk.note(heard="2")
    assert targets_of(models) == Targets(-14.0, -1.0)
    assert Targets().peak_tone(-0.3) == "text" and Targets().peak_tone(0.3) == "danger"


def test_a_new_target_moves_the_line_at_once(shown):
    source = live_frames.playing(30)
    view, _ = shown(source)
    before = view.bars.grab().toImage()
    settings = source.models.desk.state.slots[1]
    source.models.desk.change_slot(1, replace(settings, loudness_lufs=-9.0), "Loudness")
    assert view.bars.grab().toImage() != before
    assert view.figures.rows["integrated"].accessibleDescription().endswith(f"target {MINUS}9.0")


def test_what_is_above_the_ceiling_is_red_on_the_bars(shown):
    source = live_frames.playing(30)
    view, _ = shown(source)
    with_peak(source, -1.5)
    QApplication.processEvents()
    view._show_moving()
    assert colored(view.bars, theme.current().danger) == 0
    with_peak(source, 1.0)
    view._show_moving()
    assert colored(view.bars, theme.current().danger) > 100


def test_bars_stand_at_their_levels():
    source = live_frames.playing(60)
    frame = source.models.live.frame
    bars = bars_of(frame, Targets(-14.0, -1.0))
    assert bars.left.level == LEVEL_SCALE.share(frame.readings.peak_dbtp[0]) > 0.3
    assert bars.momentary.held == LEVEL_SCALE.share(frame.readings.max_momentary_lufs)
    assert bars.reduction == REDUCTION_SCALE.share(frame.gain_reduction_db) > 0.0
    assert bars.target == LEVEL_SCALE.share(-14.0) and bars.left.limit == LEVEL_SCALE.share(-1.0)


def test_scales_rise_with_the_level_and_gain_reduction_falls():
    shares = [LEVEL_SCALE.share(level) for level in (-np.inf, -60.0, -40.0, -14.0, 0.0, 3.0, 9.0)]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0
    assert REDUCTION_SCALE.share(0.0) == 0.0 and REDUCTION_SCALE.share(-12.0) == 1.0
    assert REDUCTION_SCALE.share(None) == 0.0


def test_silence_shows_dashes_and_no_bars(shown):
    source = live_frames.playing(0)
    for clip in source.clips.values():
        clip[:] = 0.0
    source.play(30)
    view, _ = shown(source)
    assert {key: text.split()[0] for key, text in texts(view).items() if key not in ("ratios", "reduction")} == {
        key: DASH for key in ("integrated", "short_term", "momentary", "range", "peak")
    }
    assert texts(view)["ratios"] == f"{DASH} / {DASH} dB" and view.correlation.text == DASH
    bars = bars_of(source.models.live.frame, Targets())
    assert bars.left.level == bars.momentary.level == 0.0 and bars.left.held is None


def test_without_a_track_all_is_dashes(shown):
    view, _ = shown(scenes.empty())
    assert {text[0] for text in texts(view).values()} == {DASH}
    assert view.goniometer.cloud.is_dark


def test_a_click_or_a_key_resets(shown, qtbot):
    view, actions = shown(live_frames.playing(5))
    qtbot.mouseClick(view.bars, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.bars, Qt.Key.Key_Return)
    assert actions.commands.triggered == ["reset_meters", "reset_meters"]
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(view.bars, event)
    assert event.isAccepted()


def test_figures_stand_still_between_their_turns(shown, qtbot):
    source = live_frames.playing(120)
    view, _ = shown(source)
    seen = set()
    for _ in range(10):
        source.play(3)
        seen.add(texts(view)["momentary"])
    assert len(seen) <= 2
    last = f"{source.models.live.frame.readings.momentary_lufs:.1f} LUFS".replace("-", MINUS)
    qtbot.waitUntil(lambda: texts(view)["momentary"] == last, timeout=1000)


def test_a_blind_test_gives_nothing_away(shown):
    source = live_frames.playing(60)
    view, _ = shown(source)
    source.models.blind.update(kind=BlindKind.ABX, labels={"a": "A"})
    assert {text[0] for text in texts(view).values()} == {DASH}
    assert "target" not in view.figures.rows["integrated"].accessibleDescription()


def test_low_windows_have_denser_rows(shown, qtbot):
    view, _ = shown(live_frames.playing(5), height=270)
    assert view.height() == 270
    dense = view.figures.height()
    view.resize(420, 400)
    qtbot.waitUntil(lambda: view.figures.height() > dense)
    assert view.goniometer.height() >= view.goniometer.minimumSizeHint().height()


def test_mono_stands_upright_and_fades():
    cloud = Cloud()
    cloud.resize(101)
    mono = np.zeros((2, 500), dtype=np.float32)
    mono[1] = np.linspace(-0.5, 0.5, 500)
    cloud.add(mono)
    lit = cloud.shades() > 0
    assert lit[:, 50].sum() > 45 and lit.sum() == lit[:, 50].sum()
    for _ in range(30):
        cloud.add(np.zeros((2, 0), dtype=np.float32))
    assert cloud.is_dark


def test_the_left_channel_leans_to_the_left():
    cloud = Cloud()
    cloud.resize(100)
    level = np.linspace(0.1, 0.5, 200, dtype=np.float32)
    cloud.add(np.stack([-level, level]))
    rows, columns = np.nonzero(cloud.shades())
    assert columns.max() < 50 and rows.max() < 50


def test_the_cloud_is_in_the_color_of_what_is_heard(shown):
    view, _ = shown(live_frames.playing(60))
    assert colored(view.goniometer, theme.source_color("2")) > 20
    assert colored(view.goniometer, QColor(theme.source_color("4"))) == 0


def test_correlation_is_shown_with_its_sign(shown):
    source = live_frames.playing(30)
    view, _ = shown(source)
    expected = f"{source.models.live.frame.readings.correlation:+.2f}"
    assert view.correlation.text == view.correlation.accessibleDescription() == expected
    assert colored(view.correlation, theme.current().ok) > 50
