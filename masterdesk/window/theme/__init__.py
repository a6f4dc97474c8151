"""How the window looks: `apply` a theme once, then ask `current()` for colors and `font()` for fonts when painting.

Views that paint repaint when `changed` is emitted; everything else follows the palette and the one style sheet.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from masterdesk.window.theme import metrics
from masterdesk.window.theme.colors import DARK, LIGHT, THEMES, Theme, contrast, mix, with_alpha
from masterdesk.window.theme.fonts import FONT_ROLES, family, font
from masterdesk.window.theme.palette import palette
from masterdesk.window.theme.sheet import sheet

__all__ = (
    "DARK",
    "FONT_ROLES",
    "LIGHT",
    "Theme",
    "apply",
    "changed",
    "contrast",
    "current",
    "family",
    "font",
    "metrics",
    "mix",
    "source_color",
    "with_alpha",
)


class _Notifier(QObject):
    changed = Signal()


class _State:
    theme = DARK
    wanted = "dark"
    follows_system = False


_notifier = _Notifier()
#: Emitted after another theme was applied.
changed = _notifier.changed


def current() -> Theme:
    """The theme in use; dark until `apply` is called."""
    return _State.theme


def source_color(key: str) -> QColor:
    """The color of "original", "1" to "5" or "reference" in the theme in use."""
    return _State.theme.sources[key]


def apply(app: QApplication, name: str) -> None:
    """Give the whole program the theme `name`: "dark", "light", or "system" (as the desktop has it)."""
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    _State.wanted = name
    _follow_system(app)
    theme = _resolve(app)
    app.setFont(font("body"))
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))
    _State.theme = theme
    changed.emit()


def _resolve(app: QApplication) -> Theme:
    if _State.wanted != "system":
        return THEMES[_State.wanted]
    return LIGHT if app.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK


def _follow_system(app: QApplication) -> None:
    if _State.follows_system:
        return
    _State.follows_system = True

    def take_over() -> None:
        if _State.wanted == "system":
            apply(app, "system")

    app.styleHints().colorSchemeChanged.connect(take_over)
