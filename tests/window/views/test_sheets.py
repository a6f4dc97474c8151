"""Welcome, help, about and settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from window import scenes

from masterdesk import __version__
from masterdesk.window.views.help import AboutDialog, HelpSheet
from masterdesk.window.views.settings_dialog import SettingsDialog
from masterdesk.window.views.welcome import WelcomeView


@pytest.fixture
def models():
    return scenes.empty()


@pytest.fixture
def actions():
    return scenes.RecordingActions()


class TestWelcome:
    @pytest.fixture
    def view(self, qtbot, models, actions):
        view = WelcomeView(models, actions)
        qtbot.addWidget(view)
        view.resize(1200, 700)
        view.show()
        return view

    def test_its_buttons_are_commands(self, qtbot, view, actions):
        qtbot.mouseClick(view.open, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(view.demo, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["open_track", "open_demo"]

    def test_dropped_files_are_opened(self, view, actions):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile("/music/mix.wav"), QUrl("https://example.org/x.wav")])
        drop = QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        view.dropEvent(drop)
        assert actions.named("files.open_dropped") == [([Path("/music/mix.wav")], False)]

    def test_there_are_no_recent_files_at_first(self, view):
        assert view.recent.isHidden()

    def test_recent_files_can_be_opened_and_forgotten(self, qtbot, view, models, actions):
        for name in ("a.wav", "b.flac"):
            models.preferences.remember_file(Path("/music") / name)
        assert [button.toolTip() for button in view.recent.buttons] == ["/music/b.flac", "/music/a.wav"]
        qtbot.mouseClick(view.recent.buttons[1], Qt.MouseButton.LeftButton)
        assert actions.named("files.open_track") == [(Path("/music/a.wav"),)]
        models.preferences.forget_files()
        assert view.recent.isHidden()


class TestHelp:
    @pytest.fixture
    def sheet(self, qtbot, actions):
        sheet = HelpSheet(actions)
        qtbot.addWidget(sheet)
        sheet.show()
        return sheet

    def test_every_command_is_there_once(self, sheet, actions):
        every = {action for _, group in actions.commands.groups() for action in group}
        assert set(sheet.shown()) == every
        assert len(sheet.shown()) == len(every)

    def test_what_one_plays_and_compares_with_comes_first(self, qtbot, loaded):
        sheet = HelpSheet(loaded.actions)
        qtbot.addWidget(sheet)
        titles = [title for title, _ in sheet.groups]
        assert titles[:3] == ["Playback", "Cards", "Listen"]
        assert sorted(titles) == sorted(title for title, _ in loaded.actions.commands.groups())

    def test_keys_are_badges(self, sheet):
        badges = {label.text() for label in sheet.findChildren(QLabel) if label.property("role") == "badge"}
        assert {"Space", "Ctrl+R", "F1", "?", "0", "R"} <= badges

    @pytest.mark.parametrize(
        ("typed", "found"), [("render", "render_master"), ("ctrl+o", "open_track"), ("QUEUE render", "render_queue")]
    )
    def test_words_and_keys_are_found(self, qtbot, sheet, typed, found):
        qtbot.keyClicks(sheet.search, typed)
        names = [action.objectName() for action in sheet.shown()]
        assert found in names
        assert len(names) < 12

    def test_nothing_found_is_said(self, qtbot, sheet):
        qtbot.keyClicks(sheet.search, "zither")
        assert sheet.shown() == []
        assert sheet._nothing.isVisible()

    def test_about_tells_version_and_license(self, qtbot):
        about = AboutDialog()
        qtbot.addWidget(about)
        text = " ".join(label.text() for label in about.findChildren(QLabel))
        assert __version__ in text
        assert "GNU General Public License, version 3 or later" in text


class TestSettings:
    @pytest.fixture
    def dialog(self, qtbot, models, actions):
        models.playback.set_devices(("USB Audio", "HDA Intel"), "USB Audio", "USB Audio")
        dialog = SettingsDialog(models, actions)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    def test_themes_are_chosen_and_followed(self, qtbot, dialog, models, actions):
        assert dialog.themes["dark"].isChecked()
        dialog.themes["light"].click()
        assert actions.named("view.set_theme") == [("light",)]
        models.preferences.theme = "system"
        assert dialog.themes["system"].isChecked()

    def test_devices_are_chosen_and_followed(self, dialog, models, actions):
        assert [dialog.device.itemText(n) for n in range(3)] == ["System default", "USB Audio", "HDA Intel"]
        assert dialog.device.currentText() == "USB Audio"
        dialog.device.activated.emit(0)
        dialog.device.activated.emit(2)
        assert actions.named("listening.set_device") == [(None,), ("HDA Intel",)]
        models.playback.set_devices(("HDA Intel",), "USB Audio", "HDA Intel")
        assert dialog.device.currentText() == "USB Audio (not there now)"

    def test_no_text_is_cut_off(self, dialog):
        labels = [label for label in dialog.findChildren(QLabel) if label.wordWrap()]
        assert len(labels) == 3
        assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)

    def test_it_says_where_the_desk_is_kept(self, dialog):
        from masterdesk.window.workers.autosave import autosave_folder

        texts = [child.text() for child in dialog.findChildren(object) if hasattr(child, "text")]
        assert str(autosave_folder()) in [text() if callable(text) else text for text in texts]
