"""What the program remembers between runs."""

from masterdesk.window.views.settings_dialog.settings_dialog import SettingsDialog

__all__ = ["SettingsDialog"]
