"""Device, volume and what went wrong with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.playback import PlaybackModel
from masterdesk.window.theme import metrics
from masterdesk.window.views.announce import announce
from masterdesk.window.views.controls.bar_slider import BarSlider
from masterdesk.window.views.controls.buttons import Button, GlyphButton, with_key
from masterdesk.window.views.controls.labels import label, wrapped
from masterdesk.window.views.controls.window_menu import WindowMenu
from masterdesk.window.views.device_choices import SYSTEM_DEFAULT, device_choices
from masterdesk.window.views.texts import figure

#: Height of the bar's other buttons, and of the highest of them, which makes room for a second line.
HIGH_PX, HIGHEST_PX = 30, 36
DEVICE_WIDTH_PX, VOLUME_WIDTH_PX = 112, 66
SILENT_DB = -60.0
UNDERRUN_HELP = (
    "How often the sound card ran out of samples since the start: each may be heard as a click.\n"
    "Close what keeps the computer busy, or choose another output."
)


class DeviceButton(Button):
    """Shows the output that plays; a click offers all."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", parent)
        self._playback, self._actions = models.playback, actions
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        menu = WindowMenu(self)
        menu.aboutToShow.connect(self._offer)
        self.setMenu(menu)
        models.playback.devices_changed.connect(self._show)
        self._show()

    def _offer(self) -> None:
        """What is known at once, and what was plugged in meanwhile as soon as it is found."""
        self._fill()
        self._actions.listening.refresh_devices()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for text, name in device_choices(self._playback):
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == self._playback.device)
            action.triggered.connect(partial(self._choose, name))

    def _choose(self, name: str | None, _: bool = False) -> None:
        self._actions.listening.set_device(name)

    def _show(self) -> None:
        if self.menu().isVisible():
            self._fill()
        name = self._playback.device or SYSTEM_DEFAULT
        room = DEVICE_WIDTH_PX - 2 * metrics.GAP
        self.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(f"Output device: {name}")
        plays = f"Plays through {self._playback.actual_device}" if self._playback.actual_device else name
        self.setToolTip(f"{plays}\nClick to choose another output")


class VolumeControl(QWidget):
    """Mute and listening volume; the masters never depend on it."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = models.playback
        self._command = actions.commands["mute"]
        self.mute = GlyphButton("speaker", "Mute", "quiet")
        self.mute.clicked.connect(self._command.trigger)
        self.slider = BarSlider(SILENT_DB, 0.0, 0.5)
        self.slider.setFixedWidth(VOLUME_WIDTH_PX)
        self.slider.setAccessibleName("Volume, dB")
        self.slider.chosen.connect(actions.listening.set_volume)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.TIGHT)
        row.addWidget(self.mute)
        row.addWidget(self.slider)
        models.playback.volume_changed.connect(self._show)
        self._show(models.playback.volume_db)

    def _show(self, volume_db: float) -> None:
        is_muted = volume_db <= SILENT_DB
        self.slider.show_value(volume_db)
        self.mute.set_glyph("muted" if is_muted else "speaker")
        name = "Sound on" if is_muted else "Mute"
        self.mute.setAccessibleName(name)
        self.mute.setToolTip(with_key(name, self._command))
        text = "Muted" if is_muted else f"Volume {figure(volume_db)} dB"
        self.slider.setToolTip(text)


class OutputGroup(QWidget):
    """Device, volume and the count of underruns, once there was one: it stands where it takes no width from others."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.device, self.volume = DeviceButton(models, actions), VolumeControl(models, actions)
        self.underruns = label("", "tiny", "warning")
        self.underruns.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.underruns.setToolTip(UNDERRUN_HELP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.TIGHT)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.device)
        column.addWidget(self.underruns)
        column.addStretch(1)
        row.addLayout(column)
        row.addWidget(self.volume)
        models.playback.underruns_changed.connect(self._show_underruns)
        self._show_underruns(models.playback.underruns)

    def _show_underruns(self, count: int) -> None:
        self.underruns.setText(f"{count} dropout" + "s" * (count != 1))
        self.underruns.setVisible(count > 0)
        self.device.setFixedHeight(HIGHEST_PX - self.underruns.sizeHint().height() if count else HIGH_PX)


class ProblemStrip(QFrame):
    """Says calmly what is wrong with the output; gone when it is well again."""

    def __init__(self, playback: PlaybackModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.text = wrapped("", "body")
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.PADDING, 5, metrics.PADDING, 5)
        row.addWidget(self.text, 1)
        playback.problem_changed.connect(self._show)
        self._show(playback.problem)

    def _show(self, problem: str) -> None:
        self.text.setText(problem)
        self.setAccessibleName(problem)
        self.setVisible(bool(problem))
        if problem:
            announce(self, problem)
