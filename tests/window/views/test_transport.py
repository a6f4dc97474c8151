"""The transport bar follows playback, listening and renders, and passes on what is pressed."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from window import card_scenes

from masterdesk.engine.types.request import MasterRequest
from masterdesk.window import theme
from masterdesk.window.models.desk_state import MonitorState
from masterdesk.window.views.transport import TransportBar
from masterdesk.window.views.transport.listen_group import NARROW, NORMAL, WIDE


@pytest.fixture
def show(open_view, qapp):
    """Shows the bar for models; gives (bar, actions)."""
    theme.apply(qapp, "dark")
    return lambda models, width=1416: open_view(TransportBar, models, width, 60)


@pytest.fixture
def decked():
    return card_scenes.decked()


class EventCounter(QObject):
    """Counts the events of one kind that a widget gets."""

    def __init__(self, widget, kind):
        super().__init__()
        self._kind, self.count = kind, 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == self._kind
        return False


class TestPlaying:
    def test_play_turns_into_pause(self, qtbot, show, decked):
        bar, actions = show(decked)
        button = bar.play.play
        assert button.accessibleName() == "Play"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["play"]
        decked.playback.set_playing(True)
        assert button.accessibleName() == "Pause"
        assert "Space" in button.toolTip()

    def test_play_is_off_with_its_command(self, show, decked):
        bar, actions = show(decked)
        actions.commands["play"].setEnabled(False)
        assert not bar.play.play.isEnabled()
        actions.commands["play"].setEnabled(True)
        assert bar.play.play.isEnabled()

    def test_time_is_shown_to_a_tenth_and_can_count_down(self, qtbot, show, decked):
        bar, _ = show(decked)
        assert bar.play.time.shown == "0:57.3"
        qtbot.mouseClick(bar.play.time, Qt.MouseButton.LeftButton)
        assert bar.play.time.shown == "−1:32.7"
        decked.playback.set_position(150.0)
        assert bar.play.time.shown == "−0:00.0"

    def test_what_the_time_is_of_is_remembered(self, qtbot, show, decked):
        bar, _ = show(decked)
        qtbot.mouseClick(bar.play.time, Qt.MouseButton.LeftButton)
        again, _ = show(decked)
        assert again.play.time.shown == "−1:32.7"
        assert again.play.time.toolTip() == bar.play.time.toolTip()

    def test_a_moving_playhead_lays_nothing_out(self, qtbot, show, decked):
        bar, _ = show(decked)
        QApplication.processEvents()
        layouts, paints = EventCounter(bar, QEvent.Type.LayoutRequest), EventCounter(bar.listen, QEvent.Type.Paint)
        for tenth in range(30):
            decked.playback.set_position(60.0 + tenth / 10)
            QApplication.processEvents()
        assert (layouts.count, paints.count) == (0, 0)

    def test_loop_is_the_command(self, qtbot, show, decked):
        bar, actions = show(decked)
        assert bar.play.loop.isChecked()
        qtbot.mouseClick(bar.play.loop, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["loop"]
        assert not bar.play.loop.isChecked()

    def test_buttons_take_the_focus_by_tab_only_and_are_pressed_by_return(self, qtbot, show, decked):
        bar, actions = show(decked)
        bar.activateWindow()
        assert bar.play.loop.focusPolicy() == Qt.FocusPolicy.TabFocus
        bar.play.loop.setFocus()
        qtbot.keyClick(bar.play.loop, Qt.Key.Key_Return)
        qtbot.keyClick(bar.play.loop, Qt.Key.Key_Space)
        assert actions.commands.triggered == ["loop", "loop"]

    def test_a_click_leaves_the_keys_to_the_desk(self, qtbot, show, decked):
        bar, _ = show(decked)
        bar.activateWindow()
        bar.output.volume.slider.setFocus()
        qtbot.waitUntil(bar.output.volume.slider.hasFocus)
        qtbot.mouseClick(bar.play.loop, Qt.MouseButton.LeftButton)
        assert not bar.output.volume.slider.hasFocus()
        assert not bar.play.loop.hasFocus()


class TestListening:
    def test_modes_are_buttons_or_a_menu_by_width(self, show, decked):
        bar, _ = show(decked, 1800)
        assert bar._variant == WIDE
        assert bar.listen.menu.isHidden()
        bar.resize(1416, 60)
        assert bar._variant == NORMAL
        shown = [name for name, button in bar.listen.buttons.items() if not button.isHidden()]
        assert shown == ["monitor_stereo", "monitor_mono", "monitor_side", "crossfeed"]
        bar.resize(1256, 60)
        assert bar._variant == NARROW
        assert all(button.isHidden() for button in bar.listen.buttons.values())

    @pytest.mark.parametrize("width", [1076, 1256, 1416, 1800])
    def test_everything_fits(self, show, width):
        models = card_scenes.queued(card_scenes.decked())
        models.playback.set_underruns(12)
        models.playback.set_devices(("A long name of an interface",), "A long name of an interface", "")
        bar, _ = show(models, width)
        assert bar.width() == width
        assert bar.render_button.geometry().right() <= width

    def test_the_menu_says_what_is_on(self, show, decked):
        bar, _ = show(decked, 1256)
        decked.desk.note(monitor=MonitorState("mono", True, True))
        assert bar.listen.menu.text() == "Mono + crossfeed + small speaker ▾"
        assert bar.listen.menu.isChecked()
        bar.resize(1416, 60)
        assert bar.listen.menu.text() == "More ▾"
        assert bar.listen.menu.isChecked()
        decked.desk.note(monitor=MonitorState("mono", True, False))
        assert not bar.listen.menu.isChecked(), "what is on has a button of its own"

    def test_blind_tests_are_offered(self, show, decked):
        bar, actions = show(decked)
        entries = bar.listen.blind.test_menu().actions()
        texts = [action.text() for action in entries]
        assert texts[0] == "Rank all cards without their names"
        assert "ABX: 2 Strobe or Original?" in texts
        assert not any("Hearth" in text for text in texts), "it has no sound yet"
        entries[0].trigger()
        entries[1].trigger()
        assert actions.named("blind.start_ranking") == [()]
        assert actions.named("blind.start_abx") == [("2", "original")]

    def test_a_test_that_begins_moves_nothing(self, show, decked):
        bar, _ = show(decked)
        QApplication.processEvents()
        before = bar.output.x()
        card_scenes.ranking(decked)
        QApplication.processEvents()
        assert bar.listen.blind.text() == "End test"
        assert bar.output.x() == before

    def test_a_running_test_is_ended_by_the_button(self, qtbot, show, decked):
        bar, actions = show(card_scenes.ranking(decked))
        assert bar.listen.blind.text() == "End test"
        qtbot.mouseClick(bar.listen.blind, Qt.MouseButton.LeftButton)
        assert actions.named("blind.leave") == [()]


class TestOutput:
    def test_devices_can_be_chosen(self, show, decked):
        bar, actions = show(decked)
        decked.playback.set_devices(("USB Audio", "HDA Intel"), "USB Audio", "USB Audio")
        menu = bar.output.device.menu()
        menu.aboutToShow.emit()
        assert [(a.text(), a.isChecked()) for a in menu.actions()] == [
            ("System default", False),
            ("USB Audio", True),
            ("HDA Intel", False),
        ]
        menu.actions()[0].trigger()
        menu.actions()[2].trigger()
        assert actions.named("listening.set_device") == [(None,), ("HDA Intel",)]

    def test_an_output_that_is_plugged_in_comes_into_the_open_menu_and_a_missed_one_is_named(self, show, decked):
        bar, actions = show(decked)
        decked.playback.set_devices((), "R&D Interface", "")
        menu = bar.output.device.menu()
        menu.popup(QPoint(0, 0))
        assert actions.named("listening.refresh_devices") == [()]
        assert [a.text() for a in menu.actions()] == ["System default", "R&&D Interface (not there now)"]
        decked.playback.set_devices(("R&D Interface",), "R&D Interface", "R&D Interface")
        assert [a.text() for a in menu.actions()] == ["System default", "R&&D Interface"]
        menu.close()

    def test_volume_is_followed_and_set(self, qtbot, show, decked):
        bar, actions = show(decked)
        decked.playback.set_volume(-18.0)
        assert bar.output.volume.slider.toolTip() == "Volume −18.0 dB"
        assert actions.calls == []
        qtbot.keyClick(bar.output.volume.slider, Qt.Key.Key_Right)
        assert actions.named("listening.set_volume") == [(-17.5,)]

    def test_muted_is_seen(self, qtbot, show, decked):
        bar, actions = show(decked)
        decked.playback.set_volume(-60.0)
        assert bar.output.volume.mute.accessibleName() == "Sound on"
        assert bar.output.volume.slider.toolTip() == "Muted"
        qtbot.mouseClick(bar.output.volume.mute, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["mute"]

    def test_dropouts_are_counted_only_when_there_are(self, show, decked):
        bar, _ = show(decked)
        assert bar.output.underruns.isHidden()
        decked.playback.set_underruns(1)
        assert bar.output.underruns.text() == "1 dropout"
        decked.playback.set_underruns(3)
        assert bar.output.underruns.text() == "3 dropouts"
        assert "sound card" in bar.output.underruns.toolTip()

    @pytest.mark.parametrize(("width", "variant"), [(1416, NORMAL), (1800, WIDE)])
    def test_dropouts_take_no_room_from_the_others(self, show, decked, width, variant):
        bar, _ = show(decked, width)
        before = bar.output.sizeHint().width(), bar.height()
        decked.playback.set_underruns(1234)
        QApplication.processEvents()
        assert bar.output.underruns.isVisible()
        assert bar._variant == variant
        assert bar.output.device.height() >= QFontMetrics(bar.output.device.font()).height() + 4
        assert (bar.output.sizeHint().width(), bar.height()) == before

    def test_a_problem_has_a_strip_until_it_is_over(self, show, decked):
        bar, _ = show(decked)
        assert bar.strip.isHidden()
        decked.playback.set_problem("USB Audio is gone")
        assert bar.strip.isVisible()
        assert bar.strip.text.text() == "USB Audio is gone"
        decked.playback.set_problem("")
        assert bar.strip.isHidden()


class TestRendering:
    def test_the_running_job_is_shown_and_opens_the_queue(self, qtbot, show, decked):
        bar, actions = show(decked)
        assert bar.status.isHidden()
        card_scenes.queued(decked)
        assert bar.status.spoken.startswith("Rendering 2 of 3: Harbour Lights.flac · 62 % · ")
        assert bar.status.spoken.endswith("s left")
        assert bar.status.fraction == pytest.approx(0.62)
        qtbot.mouseClick(bar.status, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["render_queue"]
        qtbot.keyClick(bar.status, Qt.Key.Key_Return)
        assert actions.commands.triggered == ["render_queue"] * 2

    def test_how_many_wait_is_said_even_where_there_is_little_room(self, show, decked):
        card_scenes.queued(decked)
        bar, _ = show(decked, 1256)
        measure = QFontMetrics(theme.font("body"))
        assert bar.status._fitting_text(measure, 300) == "Rendering 2 of 3: Harbour Lights.flac"
        assert bar.status._fitting_text(measure, 150).startswith("2 of 3: H")
        assert bar.status._fitting_text(measure, 150).endswith("c"), "files of one track differ at their ends"
        assert bar.status._fitting_text(measure, 100) == "2 of 3", "some letters of a name say nothing"

    def test_nothing_moves_when_renders_begin(self, show, decked):
        bar, _ = show(decked)
        height = bar.sizeHint().height()
        card_scenes.queued(decked)
        assert bar.status.isVisible()
        assert bar.sizeHint().height() == height

    def test_one_alone_is_not_counted(self, show, decked):
        job = decked.queue.add("Song.wav", 1, MasterRequest("mix.wav", "Song.wav"))
        decked.queue.start(job)
        bar, _ = show(decked)
        assert bar.status.spoken == "Rendering Song.wav · 0 %"

    def test_what_is_in_the_list_is_summed_up_when_nothing_runs(self, show, decked):
        card_scenes.queued(decked)
        decked.queue.cancel(decked.queue.running)
        bar, _ = show(decked)
        assert bar.status.spoken == "Renders: 1 waiting · 2 done · 1 failed".replace(" · ", ", ")

    def test_render_follows_its_command(self, qtbot, show, decked):
        bar, actions = show(decked)
        actions.commands["render_master"].setEnabled(False)
        assert not bar.render_button.isEnabled()
        actions.commands["render_master"].setEnabled(True)
        qtbot.mouseClick(bar.render_button, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["render_master"]
        assert "Ctrl+R" in bar.render_button.toolTip()


def test_every_control_has_a_name(show, decked):
    bar, _ = show(card_scenes.queued(decked))
    controls = [w for w in bar.findChildren(QObject) if w.isWidgetType() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(controls) > 10
    assert [control for control in controls if not control.accessibleName()] == []
