"""The lanes show the desk and pass on what is done with them."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QContextMenuEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from window import scenes
from window.lane_hands import at, drag

from masterdesk.engine.dsp.peaks import PeakPyramid
from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.desk_state import Region
from masterdesk.window.views.lanes.lanes_view import LanesView
from masterdesk.window.views.lanes.loudness_line import loudness_columns, loudness_picture
from masterdesk.window.views.lanes.wave_image import WaveImage

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show(open_view):
    """Shows the lanes for models; gives (view, actions)."""
    return lambda models, width=1416, height=182: open_view(LanesView, models, width, height)


@pytest.fixture
def ready(show):
    models = scenes.ready()
    view, actions = show(models)
    return models, view, actions


def wheel(lane, time_s, dy, modifiers=Qt.KeyboardModifier.NoModifier, dx=0):
    place = QPointF(at(lane, time_s))
    event = QWheelEvent(
        place,
        lane.mapToGlobal(place),
        QPoint(),
        QPoint(dx, dy),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(lane, event)


class PaintedRegions(QObject):
    """Notes what a widget is asked to paint."""

    def __init__(self, widget):
        super().__init__(widget)
        self.regions = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region())
        return False


def color_at(lane, time_s, y):
    ratio = lane.devicePixelRatio()
    return lane.grab().toImage().pixelColor(QPoint(round(lane.x_at(time_s) * ratio), round(y * ratio)))


def near(first, second, tolerance=24):
    pairs = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


def test_a_click_seeks(ready, qtbot):
    _models, view, actions = ready
    qtbot.mouseClick(view.track, LEFT, pos=at(view.track, 100.0))
    (position,) = actions.named("transport.seek")
    assert position[0] == pytest.approx(100.0, abs=0.15)
    qtbot.mouseClick(view.ruler, LEFT, pos=at(view.ruler, 20.0, 5))
    assert actions.named("transport.seek")[1][0] == pytest.approx(20.0, abs=0.15)


def test_a_drag_moves_the_window_within_the_track_and_does_not_seek(ready, qtbot):
    _models, view, actions = ready
    drag(qtbot, view.track, 50.0, 80.0)
    assert actions.named("window.move")[-1][0] == pytest.approx(75.0, abs=0.2)
    assert actions.calls[-1] == ("window.end_drag", ())
    drag(qtbot, view.track, 50.0, 149.0)
    assert actions.named("window.move")[-1][0] == scenes.TRACK_S - 30.0
    drag(qtbot, view.track, 74.0, 1.0)
    assert actions.named("window.move")[-1][0] == 0.0
    assert not actions.named("transport.seek")


def test_a_drag_beside_the_window_scrolls_what_is_zoomed(ready, qtbot):
    _models, view, actions = ready
    view.axis.show(90.0, 120.0)
    drag(qtbot, view.track, 100.0, 110.0)
    assert view.axis.start_s == pytest.approx(80.0, abs=0.1)
    assert not actions.calls


def test_shift_and_drag_makes_a_loop_in_either_direction(ready, qtbot):
    _models, view, actions = ready
    drag(qtbot, view.track, 50.0, 60.0, modifiers=SHIFT)
    assert actions.named("window.set_loop")[-1] == pytest.approx((50.0, 60.0), abs=0.2)
    drag(qtbot, view.ruler, 80.0, 70.0, y=5)
    assert actions.named("window.set_loop")[-1] == pytest.approx((70.0, 80.0), abs=0.2)
    assert actions.calls[-1] == ("window.end_drag", ())


def test_the_loop_is_stretched_by_its_ends_moved_by_its_middle_and_cleared(ready, qtbot):
    models, view, actions = ready
    models.desk.note(loop=Region(50.0, 70.0))
    y = view.ruler.height() - 5
    drag(qtbot, view.ruler, 50.0, 40.0, y)
    assert actions.named("window.set_loop")[-1] == pytest.approx((40.0, 70.0), abs=0.2)
    drag(qtbot, view.ruler, 70.0, 45.0, y)
    assert actions.named("window.set_loop")[-1] == pytest.approx((45.0, 50.0), abs=0.2)
    drag(qtbot, view.ruler, 60.0, 65.0, y)
    assert actions.named("window.set_loop")[-1] == pytest.approx((55.0, 75.0), abs=0.2)
    qtbot.mouseDClick(view.ruler, LEFT, pos=at(view.ruler, 60.0, y))
    assert actions.named("window.clear_loop")
    assert "0:50.0 to 1:10.0" in view.ruler.accessibleDescription()


def test_the_wheel_zooms_about_the_pointer_and_scrolls_with_shift_or_sideways(ready):
    _models, view, _actions = ready
    before = view.track.x_at(100.0)
    wheel(view.track, 100.0, 240)
    assert view.axis.span_s == pytest.approx(scenes.TRACK_S * 0.64)
    assert view.track.x_at(100.0) == pytest.approx(before, abs=1.0)
    start_s = view.axis.start_s
    wheel(view.reference, 100.0, -120, SHIFT)
    assert view.axis.start_s == pytest.approx(start_s + 0.1 * view.axis.span_s)
    wheel(view.ruler, 100.0, 0, dx=120)
    assert view.axis.start_s == pytest.approx(start_s)


def test_a_double_click_shows_the_whole_track_and_takes_its_first_click_back(ready, qtbot):
    _models, view, actions = ready
    view.axis.show(40.0, 80.0)
    place = at(view.track, 50.0)
    qtbot.mouseClick(view.track, LEFT, pos=place)
    qtbot.mouseDClick(view.track, LEFT, pos=place)
    assert view.axis.is_fitted
    assert actions.named("transport.seek")[-1] == (57.3,)


def test_the_overview_scrolls_and_is_seen_only_while_something_is_not(ready, qtbot):
    _models, view, _actions = ready
    groove = theme.current().slider_groove
    y = view.overview.height() // 2
    assert not near(view.overview.grab().toImage().pixelColor(5, y), groove, 4)
    view.axis.show(100.0, 120.0)
    assert near(view.overview.grab().toImage().pixelColor(5, y), groove, 4)
    drag(qtbot, view.overview, 110.0, 60.0, y)
    assert view.axis.start_s == pytest.approx(50.0, abs=0.5)
    qtbot.mouseClick(view.overview, LEFT, pos=at(view.overview, 143.0, y))
    assert view.axis.stop_s == scenes.TRACK_S


@pytest.mark.parametrize(
    ("key", "modifiers", "call"),
    [
        (Qt.Key.Key_Left, None, ("transport.seek_by", (-1.0,))),
        (Qt.Key.Key_Right, SHIFT, ("transport.seek_by", (5.0,))),
        (Qt.Key.Key_Home, None, ("transport.seek", (45.0,))),
        (Qt.Key.Key_End, CONTROL, ("transport.seek", (scenes.TRACK_S - 1.0,))),
        (Qt.Key.Key_Delete, None, ("window.clear_loop", ())),
    ],
)
def test_keys_move_the_playhead(ready, qtbot, key, modifiers, call):
    _models, view, actions = ready
    qtbot.keyClick(view.track, key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert actions.calls == [call]


def test_keys_move_the_windows_and_zoom(ready, qtbot):
    _models, view, actions = ready
    qtbot.keyClick(view.track, Qt.Key.Key_Right, CONTROL)
    qtbot.keyClick(view.reference, Qt.Key.Key_Left, CONTROL)
    assert actions.named("window.move") == [(50.0,)]
    assert actions.named("window.move_reference") == [(55.0,)]
    before = view.track.x_at(57.3)
    qtbot.keyClick(view.track, Qt.Key.Key_Plus)
    assert view.axis.span_s == pytest.approx(0.7 * scenes.TRACK_S)
    assert view.track.x_at(57.3) == pytest.approx(before, abs=1.0)
    qtbot.keyClick(view.track, Qt.Key.Key_Minus)
    assert view.axis.is_fitted


def test_a_focused_reference_keeps_keys_that_are_commands_elsewhere(ready):
    _models, view, _actions = ready

    def claims(lane, key, modifiers):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(lane, event)
        return event.isAccepted()

    assert claims(view.reference, Qt.Key.Key_Left, CONTROL)
    assert not claims(view.reference, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier)
    assert not claims(view.track, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize(("how", "span_s"), [("in", 105.0), ("window", 33.0), ("all", 150.0)])
def test_zoom_commands(ready, how, span_s):
    _models, view, actions = ready
    if how == "all":
        view.axis.show(10.0, 20.0)
    actions.view.zoom_requested.emit(how)
    assert view.axis.span_s == pytest.approx(span_s)


def test_the_window_is_in_the_color_of_what_is_heard_but_not_in_a_blind_test(ready):
    models, view, _actions = ready
    edge = view.track.window_box().left() / view.track.width() * scenes.TRACK_S
    assert near(color_at(view.track, edge, 20), theme.source_color("2"))
    models.desk.note(heard="4")
    assert near(color_at(view.track, edge, 20), theme.source_color("4"))
    models.blind.update(kind=BlindKind.RANKING, labels={"4": "A"})
    assert near(color_at(view.track, edge, 20), theme.mix(theme.current().panel, theme.current().text, 0.75))


def test_the_waveform_is_where_the_sound_is(ready):
    _models, view, _actions = ready
    view.loudness_button.setChecked(False)
    picture, height = view.track.grab().toImage(), view.track.height()

    def bright(time_s):
        """How many pixels of a column stand out from the panel."""
        x, panel = round(view.track.x_at(time_s)), theme.current().panel
        return sum(not near(picture.pixelColor(x, y), panel, 12) for y in range(height))

    quiet, loud = (max(bright(start_s + 0.5 * n) for n in range(8)) for start_s in (3.0, 110.0))
    assert bright(0.4) <= 8
    assert quiet < 0.4 * loud
    assert loud > 0.5 * height


def test_a_playhead_repaints_two_strips_and_nothing_else(ready):
    models, view, _actions = ready
    painted = PaintedRegions(view.track)
    models.playback.set_position(100.0)
    QApplication.processEvents()
    area = sum(rect.width() * rect.height() for region in painted.regions for rect in region)
    assert 0 < area <= 2 * 6 * view.track.height()
    assert near(color_at(view.track, 100.0, 5), theme.current().playhead, 60)


def test_turns_the_page_when_playback_runs_out_of_sight(ready):
    models, view, _actions = ready
    view.axis.show(50.0, 60.0)
    models.playback.set_playing(True)
    models.playback.set_position(60.2)
    assert view.axis.start_s == pytest.approx(59.7)
    models.playback.set_position(20.0)
    assert view.axis.start_s == pytest.approx(59.7)


def test_reads_time_level_and_loudness_under_the_pointer(ready, qtbot):
    models, view, _actions = ready
    view.track.hover_at(QPointF(at(view.track, 80.0)))
    text = view.track._hover[2]
    assert text.startswith("1:2") or text.startswith("1:19")
    assert "dBFS" in text
    assert "LUFS" in text
    level = view.track.reader.level_dbfs(0.0, scenes.TRACK_S)
    assert level == pytest.approx(models.track.analysis.loudness.sample_peak_dbfs, abs=0.05)
    view.track.hover_at(None)
    assert view.track._hover is None


def test_loudness_can_be_hidden(ready):
    _models, view, _actions = ready
    shown = view.track.grab().toImage()
    view.loudness_button.click()
    assert view.track.grab().toImage() != shown
    view.loudness_button.click()
    assert view.track.grab().toImage() == shown


def test_whether_loudness_is_shown_is_remembered(show):
    models = scenes.ready()
    view, _actions = show(models)
    assert view.track.shows_loudness and view.reference.shows_loudness
    view.loudness_button.click()
    again, _actions = show(models)
    assert not again.loudness_button.isChecked()
    assert not again.track.shows_loudness and not again.reference.shows_loudness


def test_marks_say_what_was_found_and_are_sought_exactly(ready, qtbot, monkeypatch):
    models, view, actions = ready
    scenes.add_findings(models.track)
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: told.append(text))
    qtbot.mouseClick(view.track, LEFT, pos=at(view.track, 104.0, 3) + QPoint(3, 0))
    assert actions.named("transport.seek") == [(104.0,)]
    from PySide6.QtGui import QHelpEvent

    place = at(view.track, 104.0, 3)
    QApplication.sendEvent(view.track, QHelpEvent(QEvent.Type.ToolTip, place, view.track.mapToGlobal(place)))
    assert told == ["1:44.0  Something about true_peak_over."]


def test_the_reference_lies_in_its_own_time_beside_the_window(ready, qtbot):
    _models, view, actions = ready
    assert view.reference.playhead_s() == pytest.approx(57.3 - 45.0 + 60.0)
    drag(qtbot, view.reference, 70.0, 80.0, 20)
    assert actions.named("window.move_reference")[-1][0] == pytest.approx(70.0, abs=0.2)
    drag(qtbot, view.reference, 70.0, 148.0, 20)
    assert actions.named("window.move_reference")[-1][0] == scenes.REFERENCE_S - 30.0
    assert view.reference.value_text() == "Compared from 1:00 to 1:30 of 2:00"


def test_a_click_hears_the_reference_from_there(ready, qtbot):
    _models, view, actions = ready
    qtbot.mouseClick(view.reference, LEFT, pos=at(view.reference, 75.0, 20))
    assert actions.calls[0] == ("listening.hear", ("reference",))
    assert actions.named("transport.seek")[0][0] == pytest.approx(60.0, abs=0.2)
    actions.calls.clear()
    qtbot.mouseClick(view.reference, LEFT, pos=at(view.reference, 10.0, 20))
    assert actions.named("window.move_reference")[0][0] == pytest.approx(10.0, abs=0.2)
    assert actions.named("transport.seek") == [(45.0,)]
    actions.calls.clear()
    qtbot.mouseClick(view.reference, LEFT, pos=at(view.reference, 140.0, 20))
    assert not actions.calls


def test_a_waveform_grows_while_it_is_read_and_reading_can_be_cancelled(show, qtbot):
    import soundfile as sf

    models = scenes.reading(0.2)
    view, actions = show(models)
    audio = sf.read(models.track.path, dtype="float32", always_2d=True)[0]

    def drawn():
        image, width = view.track.grab().toImage(), view.track.width()
        middle, panel = view.track.height() // 2 - 3, theme.current().panel
        hits = [x for x in range(width) if not near(image.pixelColor(x, middle), panel, 10)]
        return max((x for x in hits if x < view.track.window_box().left()), default=0) / width

    assert drawn() == pytest.approx(0.2, abs=0.02)
    scenes.grow(models.track, audio, 0.28)
    models.track.progress(0.28)
    assert drawn() == pytest.approx(0.28, abs=0.02)
    assert view.track_label.info.text() == "28 %"
    qtbot.mouseClick(view.track_label.cancel_button, LEFT)
    assert actions.named("files.cancel_reading") == [("original",)]
    assert "reading, 28%" in view.track.value_text()


def test_a_file_of_unknown_length_is_given_room_as_it_comes(show):
    models = scenes.reading(0.1, knows_length=False)
    view, _ = show(models)
    assert view.axis.stop_s == 60.0
    peaks = PeakPyramid(2)
    peaks.push(np.zeros((2, scenes.RATE * 70), dtype=np.float32))
    models.track.grow(peaks)
    assert view.axis.stop_s == 120.0
    assert view.track_label.info.text() == "reading…"


def test_an_empty_or_failed_lane_asks_for_a_file_by_click_and_by_key(show, qtbot):
    view, actions = show(scenes.empty())
    qtbot.mouseClick(view.track, LEFT, pos=QPoint(300, 20))
    qtbot.keyClick(view.reference, Qt.Key.Key_Return)
    assert actions.commands.triggered == ["open_track", "open_reference"]
    view, actions = show(scenes.failed())
    assert "choose a sound file" in view.track.accessibleDescription()
    qtbot.mouseClick(view.track, LEFT, pos=QPoint(300, 20))
    assert actions.commands.triggered == ["open_track"]
    qtbot.mouseClick(view.reference_label.close_button, LEFT)
    assert actions.calls == [("files.close_reference", ())]


def test_says_in_words_what_it_shows(ready):
    models, view, _actions = ready
    models.desk.note(loop=Region(50.0, 61.5))
    assert view.track.value_text() == ("Playhead at 0:57.3 of 2:30, preview window 0:45 to 1:15, loop 0:50.0 to 1:01.5")
    assert all(part.accessibleName() for part in (view.track, view.reference, view.ruler, view.overview))


@pytest.mark.parametrize(
    ("lane", "names", "on_reference", "lit"),
    [
        ("track", ["mix.wav"], False, (True, False)),
        ("track", ["mix.wav", "ref.flac"], False, (True, True)),
        ("reference", ["ref.flac"], True, (False, True)),
    ],
)
def test_takes_dropped_files_and_shows_where(ready, lane, names, on_reference, lit):
    _models, view, actions = ready
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/music/{name}") for name in names])
    place = getattr(view, lane).mapTo(view, QPoint(200, 10))
    keys = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, QDragEnterEvent(place, *keys))
    assert (view.track._takes_drop, view.reference._takes_drop) == lit
    QApplication.sendEvent(view, QDropEvent(QPointF(place), *keys))
    assert actions.named("files.open_dropped") == [([Path("/music") / name for name in names], on_reference)]
    assert not view.track._takes_drop
    assert not view.reference._takes_drop


def test_the_window_around_takes_files_too(ready):
    _models, view, actions = ready
    window = QWidget()
    view.setParent(window)
    view.setGeometry(0, 100, 1416, 182)
    view.show()
    window.resize(1440, 300)
    window.show()
    view.take_drops_of(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/music/mix.wav")])
    keys = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    on_lane = QPointF(view.reference.mapTo(window, QPoint(200, 10)))
    for place in (QPointF(20, 20), on_lane):
        QApplication.sendEvent(window, QDragEnterEvent(place.toPoint(), *keys))
        QApplication.sendEvent(window, QDropEvent(place, *keys))
    assert [on_reference for _, on_reference in actions.named("files.open_dropped")] == [False, True]
    view.setParent(None)


def test_refuses_what_is_no_file(ready):
    _models, view, _actions = ready
    data = QMimeData()
    data.setText("hello")
    event = QDragEnterEvent(QPoint(200, 60), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(view, event)
    assert not event.isAccepted()
    assert not view.track._takes_drop


def test_follows_another_theme(ready):
    _models, view, _actions = ready
    app = QApplication.instance()
    try:
        theme.apply(app, "light")
        assert near(color_at(view.track, 20.0, 2), theme.LIGHT.panel, 2)
    finally:
        theme.apply(app, "dark")
    assert near(color_at(view.track, 20.0, 2), theme.DARK.panel, 2)


def test_a_wave_covers_its_peaks_and_is_brighter_within_its_rms(qapp):
    low, high, rms = (np.full(4, level, dtype=np.float32) for level in (-1.0, 1.0, 0.25))
    image = WaveImage(low, high, rms, 100).tinted(QColor("#400000"), QColor("#00ff00")).toImage()
    half = 50 * 0.25**0.8
    assert image.pixelColor(2, 2) == QColor("#400000")
    assert image.pixelColor(2, round(50 - half) + 2) == QColor("#00ff00")
    assert image.pixelColor(2, round(50 - half) - 3) == QColor("#400000")


def test_silence_is_a_thin_line(qapp):
    silent = np.zeros(4, dtype=np.float32)
    image = WaveImage(silent, silent, silent, 101).tinted(QColor("#ffffff"), QColor("#ffffff")).toImage()
    assert [image.pixelColor(1, y).alpha() for y in (49, 50, 51)] == [0, 255, 0]


def test_loudness_lies_where_it_was_measured_and_is_interrupted_by_silence(qapp):
    lufs = np.concatenate([np.full(100, -np.inf), np.full(100, -21.0), np.linspace(-21.0, -10.0, 100)])
    columns = loudness_columns(0.1, lufs, 0.0, 60.0, 300)
    assert np.all(np.isneginf(columns[:50]))
    assert columns[55:100] == pytest.approx(-21.0)
    assert columns[149] == pytest.approx(-10.0)
    assert np.all(np.isneginf(columns[150:]))
    image = loudness_picture(columns, 100, 1.0, QColor("#ffffff")).toImage()
    assert sum(image.pixelColor(20, y).alpha() for y in range(100)) == 0
    assert image.pixelColor(70, 50).alpha() + image.pixelColor(70, 49).alpha() > 200


def test_smart_windows_are_offered_beside_the_range_and_by_a_right_click(ready):
    _, view, actions = ready
    button = view.track_label.window_button
    assert button.isVisible()
    kinds = ("loudest", "quietest", "dynamic", "default")
    offered = [actions.commands[f"window_{kind}"] for kind in kinds]
    assert button.menu().actions()[:4] == offered
    place = QPoint(300, 20)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view.track, QContextMenuEvent(reason, place, view.track.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert menu.actions()[:4] == offered
    menu.close()


def test_the_reference_is_painted_anew_when_it_begins_or_ends_to_be_heard(ready):
    models, view, _ = ready
    QApplication.processEvents()
    painted = PaintedRegions(view.reference)
    for key in ("reference", "2"):
        models.desk.note(heard=key)
        QApplication.processEvents()
        assert painted.regions[-1].boundingRect() == view.reference.rect()
