"""Colors, output, and where things are kept. What is chosen holds at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.actions.view import THEME_NAMES
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.choosers import Chooser, Radio
from masterdesk.window.views.controls.labels import ElidedLabel, label, wrapped
from masterdesk.window.views.device_choices import device_choices
from masterdesk.window.workers.autosave import autosave_folder

WIDTH_PX = 540
AUTOSAVE_HINT = "The desk is saved there a few seconds after each change, and offered after a crash."
SCALE_HINT = (
    "The window follows the scale of your desktop. To choose another, start the program with the "
    "environment variable QT_SCALE_FACTOR, such as QT_SCALE_FACTOR=1.25."
)


class SettingsDialog(QDialog):
    """Shows the preferences and passes each choice on."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self.setWindowTitle("Settings")
        self.setMinimumWidth(WIDTH_PX)
        self.themes: dict[str, Radio] = {}
        self.device = Chooser("Output device")
        self._lay_out()
        self._show_theme()
        self._show_devices()
        self.device.activated.connect(lambda index: actions.listening.set_device(self.device.itemData(index)))
        models.preferences.changed.connect(self._show_theme)
        models.playback.devices_changed.connect(self._show_devices)
        actions.listening.refresh_devices()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(metrics.PADDING)
        window = self._models.desk.state.window_s
        rows = (
            ("Colors", self._theme_row()),
            ("Output", self.device),
            ("Previews", wrapped(f"{window:g} seconds of the track, where the window lies in the waveform.")),
            ("Unsaved desk", self._folder_row(autosave_folder())),
            ("", wrapped(AUTOSAVE_HINT, "small", "dim")),
            ("Scale", wrapped(SCALE_HINT, "small", "dim")),
        )
        for title, part in rows:
            form.addRow(label(title, tone="dim"), part)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(18)
        column.addLayout(form)
        column.addWidget(buttons)
        # Qt's own first size is cut to a share of the screen, and with it the text.
        self.resize(WIDTH_PX, column.totalHeightForWidth(WIDTH_PX))

    def _theme_row(self) -> QWidget:
        holder, group = QWidget(), QButtonGroup(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        for name, text in THEME_NAMES.items():
            button = self.themes[name] = Radio(text)
            button.clicked.connect(lambda _=False, name=name: self._actions.view.set_theme(name))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return holder

    @staticmethod
    def _folder_row(folder: Path) -> QWidget:
        holder, show = QWidget(), Button("Show", "small")
        show.setAccessibleName("Show the folder of the unsaved desk")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(str(folder)), 1)
        row.addWidget(show)
        return holder

    def _show_theme(self, _: str = "") -> None:
        self.themes[self._models.preferences.theme].setChecked(True)

    def _show_devices(self) -> None:
        playback = self._models.playback
        self.device.clear()
        for text, name in device_choices(playback):
            self.device.addItem(text, name)
        self.device.setCurrentIndex(max(self.device.findData(playback.device), 0))
