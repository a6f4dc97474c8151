"""What is asked of the window itself: dialogs, themes, zoom."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from masterdesk.window.actions.commands import Commands
from masterdesk.window.models.desk_models import Models

VIEW_GROUP, HELP_GROUP = "View", "Help"
ZOOMS = {
    "zoom_in": ("Zoom in", ["Ctrl++", "Ctrl+="], "See less of the track, larger"),
    "zoom_out": ("Zoom out", ["Ctrl+-"], "See more of the track, smaller"),
    "zoom_all": ("Whole track", ["Ctrl+9"], "See the track from end to end"),
    "zoom_window": ("Zoom to the window", ["Ctrl+8"], "See the part that is previewed, and little else"),
}
THEME_NAMES = {"dark": "Dark", "light": "Light", "system": "As the system"}


class ViewActions(QObject):
    """Signals reach the views, since an action never knows a view.

    `asked(dialog)` names a dialog to open, `told(message)` is a message for the user, `confirmed(message)`
    one that all is well, `zoom_requested` is "in", "out", "all" or "window".
    """

    asked = Signal(str)
    told = Signal(str)
    confirmed = Signal(str)
    zoom_requested = Signal(str)
    full_screen_toggled = Signal()
    meters_reset = Signal()

    def __init__(self, models: Models, commands: Commands) -> None:
        super().__init__()
        self._models, self._commands = models, commands
        add = commands.add
        for name, (text, keys, line) in ZOOMS.items():
            add(name, VIEW_GROUP, text, keys, line, lambda name=name: self.zoom(name.removeprefix("zoom_")))
        for theme, text in THEME_NAMES.items():
            chosen = models.preferences.theme == theme
            run = lambda theme=theme: self.set_theme(theme)  # noqa: E731  bound to its theme
            add(f"theme_{theme}", VIEW_GROUP, text, "", f"Colors: {text.lower()}", run, chosen, "theme")
        line = "Forget maxima, averages and held peaks"
        add("reset_meters", VIEW_GROUP, "Reset meters", "Shift+R", line, self.meters_reset.emit)
        line = "Nothing but the desk on the screen, or a window again"
        add("full_screen", VIEW_GROUP, "Full screen", "F11", line, self.full_screen_toggled.emit)
        line = "Sound output, colors and other choices that stay"
        add("settings", VIEW_GROUP, "Settings…", "Ctrl+,", line, self.show_settings)
        add("help", HELP_GROUP, "Keys and help", ["F1", "?"], "Every command and its key", self.show_help)
        add("about", HELP_GROUP, "About MasterDesk", "", "Version, license and parts", lambda: self.ask("about"))

    def ask(self, dialog: str) -> None:
        """Open a dialog."""
        self.asked.emit(dialog)

    def tell(self, message: str) -> None:
        """Show a message to the user, of what is wrong mostly."""
        self.told.emit(message)

    def confirm(self, message: str) -> None:
        """Show a message that something was done as it was meant."""
        self.confirmed.emit(message)

    def zoom(self, how: str) -> None:
        """Zoom the lanes: "in", "out", "all" or "window"."""
        self.zoom_requested.emit(how)

    def set_theme(self, name: str) -> None:
        """Choose "dark", "light" or "system"."""
        self._models.preferences.theme = name
        self._commands[f"theme_{name}"].setChecked(True)

    def show_help(self) -> None:
        """Open the sheet of all commands and keys."""
        self.ask("help")

    def show_settings(self) -> None:
        """Open the settings."""
        self.ask("settings")

    def set_spectrum_options(
        self, smoothing_octaves: float, tilt_db_per_octave: float, averages: bool, holds_peaks: bool
    ) -> None:
        """How spectra are measured and shown, now and at the next start."""
        self._models.live.set_options(smoothing_octaves, tilt_db_per_octave, averages, holds_peaks)
        self._models.preferences.spectrum = {
            "smoothing_octaves": smoothing_octaves,
            "tilt_db_per_octave": tilt_db_per_octave,
            "averages": averages,
            "holds_peaks": holds_peaks,
        }
