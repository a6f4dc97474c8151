"""The one style sheet. Widgets choose a look by the dynamic properties `role` and `tone`, never by their own colors."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from PySide6.QtGui import QColor

from masterdesk.window.theme import metrics
from masterdesk.window.theme.colors import Theme

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $panel_border; padding: 5px 7px; }
QFrame[role="panel"] { background: $panel; border: 1px solid $panel_border; border-radius: ${panel_radius}px; }
QFrame[role="popup"] { background: $raised; border: 1px solid $grid_strong; }
QFrame[role="notice"] { background: $raised; border: 1px solid $grid_strong; border-radius: ${control_radius}px; }
QFrame[role="strip"] { background: $warning_fill; border: 1px solid $warning; border-radius: ${control_radius}px; }
QFrame[role="line"] { background: $panel_border; border: none; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[tone="dim"] { color: $text_dim; }
QLabel[tone="faint"] { color: $text_faint; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="danger"] { color: $danger; }
QLabel[role="badge"] { color: $text_dim; border: 1px solid $panel_border; border-radius: ${badge_radius}px;
    padding: 1px 5px; }
QLabel[role="chip"] { color: $text_dim; border: 1px solid $panel_border; border-radius: 11px; padding: 2px 9px; }
QLabel[role="chip"][tone="warning"] { color: $warning; border-color: $warning; background: $warning_fill; }

QPushButton, QToolButton { background: $raised; color: $text; border: 1px solid $panel_border;
    border-radius: ${control_radius}px; padding: 5px 12px; }
QToolButton { padding: 5px 8px; }
QPushButton:hover, QToolButton:hover { background: $raised_hover; }
QPushButton:pressed, QToolButton:pressed { background: $panel_border; }
QPushButton:focus, QToolButton:focus { border-color: $highlight; }
QPushButton:disabled, QToolButton:disabled { color: $text_disabled; }
QToolButton:checked, QPushButton:checked { background: $highlight_fill; border-color: $highlight; color: $text; }
QToolButton:checked:focus { border: 2px solid $highlight; padding: 4px 7px; }
QToolButton[role="toggle"] { background: transparent; color: $text_dim; }
QToolButton[role="toggle"]:hover { background: $raised; }
QToolButton[role="toggle"]:checked { background: $highlight_fill; color: $text; }
QToolButton[role="toggle"]:disabled { color: $text_disabled; }
QToolButton[role="quiet"], QPushButton[role="quiet"] { background: transparent; border-color: transparent;
    color: $text_dim; padding: 2px 5px; border-radius: ${badge_radius}px; }
QToolButton[role="quiet"]:hover, QPushButton[role="quiet"]:hover { background: $raised_hover; color: $text; }
QToolButton[role="quiet"]:focus, QPushButton[role="quiet"]:focus { border-color: $highlight; color: $text; }
QToolButton[role="quiet"]:disabled, QPushButton[role="quiet"]:disabled { color: $text_disabled; }
QToolButton[role="small"], QPushButton[role="small"] { padding: 1px 9px; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"], QToolButton[role="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton[role="primary"]:disabled { background: $raised; color: $text_disabled; border-color: $panel_border; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QLineEdit, QAbstractSpinBox, QPlainTextEdit { background: $field; color: $text; border: 1px solid $panel_border;
    border-radius: ${control_radius}px; padding: 4px 7px; selection-background-color: $accent;
    selection-color: $on_accent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border-color: $highlight; }
QLineEdit:disabled, QAbstractSpinBox:disabled { color: $text_disabled; }
QListView, QTreeView, QTableView { background: $field; border: 1px solid $panel_border;
    border-radius: ${control_radius}px; outline: none; }
QListView::item { padding: 4px 7px; border-radius: ${badge_radius}px; }
QListView::item:hover { background: $raised_hover; }
QListView::item:selected { background: $highlight_fill; color: $text; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $panel_border;
    selection-background-color: $highlight_fill; selection-color: $text; outline: none; padding: 3px; }

QMenu { background: $raised; color: $text; border: 1px solid $panel_border; padding: 5px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: ${badge_radius}px; }
QMenu::item:selected { background: $highlight_fill; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $panel_border; margin: 5px 6px; }
QMenu::indicator, QMenu::icon { left: 6px; }

QTabBar::tab { background: transparent; color: $text_dim; border: none; border-bottom: 2px solid transparent;
    padding: 4px 2px; margin-right: 12px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $highlight; }
QTabBar::tab:focus { color: $highlight; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $grid_strong; border-radius: 3px; margin: 2px; min-width: 28px; min-height: 28px; }
QScrollBar::handle:hover { background: $text_faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $slider_groove; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


def sheet(theme: Theme) -> str:
    """The style sheet in the colors of `theme`."""
    colors = {field.name: getattr(theme, field.name) for field in fields(theme)}
    names = {name: color.name() for name, color in colors.items() if isinstance(color, QColor)}
    radii = {name.lower(): str(getattr(metrics, name)) for name in ("PANEL_RADIUS", "CONTROL_RADIUS", "BADGE_RADIUS")}
    return _SHEET.substitute(names, **radii)
