"""Every command with its keys, and what program this is."""

from masterdesk.window.views.help.about_dialog import AboutDialog
from masterdesk.window.views.help.help_sheet import HelpSheet

__all__ = ["AboutDialog", "HelpSheet"]
