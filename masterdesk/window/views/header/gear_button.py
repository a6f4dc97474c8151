"""The button with everything that is needed now and then: sessions, themes, settings, help."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.command_menu import fill_menu
from masterdesk.window.views.controls.window_menu import WindowMenu
from masterdesk.window.views.painting import safely

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: Commands of the menu, before and after the menu of themes; an empty text is a line.
BEFORE_THEMES = (
    *("open_session", "save_session", "save_session_as", "", "undo", "redo", ""),
    *("add_reference", "use_match", "save_match", ""),
)
AFTER_THEMES = ("full_screen", "settings", "", "open_demo", "help", "about", "", "quit")
THEMES = ("theme_dark", "theme_light", "theme_system")
SIGN_PX, TEETH = 15.0, 8


class GearButton(Button):
    """Opens the menu."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setAccessibleName("Menu")
        self.setToolTip("Sessions, themes, settings, help")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(_menu(actions, self))

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(metrics.CONTROL_HEIGHT + metrics.GAP, metrics.CONTROL_HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().text)
        painter.translate(QRectF(self.rect()).center())
        painter.drawPath(_gear(SIGN_PX / 2))
        painter.end()


def _menu(actions: Actions, parent: QWidget) -> QMenu:
    commands, menu = actions.commands, WindowMenu(parent)
    fill_menu(menu, commands, BEFORE_THEMES)
    fill_menu(menu.addMenu("Theme"), commands, THEMES)
    return fill_menu(menu, commands, AFTER_THEMES)


def _gear(radius: float) -> QPainterPath:
    """A wheel with teeth and a hole, around (0, 0)."""
    corners = []
    for tooth in range(TEETH):
        for turn, share in ((-0.30, 0.74), (-0.20, 1.0), (0.20, 1.0), (0.30, 0.74)):
            angle = (tooth + turn) * math.tau / TEETH
            corners.append(QPointF(math.cos(angle), math.sin(angle)) * (radius * share))
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    path.addEllipse(QPointF(0.0, 0.0), 0.36 * radius, 0.36 * radius)
    return path
