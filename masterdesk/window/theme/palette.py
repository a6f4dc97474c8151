"""The palette that Fusion paints with."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from masterdesk.window.theme.colors import Theme

_Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """`theme` in Qt's terms."""
    result = QPalette()
    for role, color in _roles(theme).items():
        result.setColor(role, color)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, theme.text_disabled)
    result.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, theme.panel_border)
    return result


def _roles(theme: Theme) -> dict[QPalette.ColorRole, object]:
    return {
        _Role.Window: theme.background,
        _Role.WindowText: theme.text,
        _Role.Base: theme.field,
        _Role.AlternateBase: theme.panel,
        _Role.Text: theme.text,
        _Role.PlaceholderText: theme.text_faint,
        _Role.Button: theme.raised,
        _Role.ButtonText: theme.text,
        _Role.BrightText: theme.danger,
        _Role.ToolTipBase: theme.raised,
        _Role.ToolTipText: theme.text,
        _Role.Highlight: theme.accent,
        _Role.HighlightedText: theme.on_accent,
        _Role.Link: theme.highlight,
        _Role.LinkVisited: theme.highlight,
        _Role.Accent: theme.accent,
        _Role.Light: theme.raised_hover,
        _Role.Midlight: theme.raised,
        _Role.Mid: theme.panel_border,
        _Role.Dark: theme.panel_border,
        _Role.Shadow: theme.background,
    }
