"""The frame of every card: colored top edge, highlight of what is heard, a click hears it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.keys import PRESS_KEYS, claims, drop_tab_focus
from masterdesk.window.views.painting import safely


class CardFrame(QWidget):
    """A card of the source `key`; `hear` is called for a press on it, or for Space or Return when it has the focus.

    Its controls set what they set and nothing else: one can work on a card while another is heard.
    """

    def __init__(self, key: str, hear: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._hear, self._heard, self._usable = hear, False, True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0)
        self.set_dense(False)

    def set_dense(self, dense: bool) -> None:
        """Take less room, for low windows."""
        side = metrics.GAP + 1 if dense else metrics.PADDING
        self.body.setContentsMargins(side, metrics.EDGE + (3 if dense else 6), side, 5 if dense else 9)

    @property
    def is_heard(self) -> bool:
        """Whether this is what is heard; nothing is, where there is nothing."""
        return self._heard and self._usable

    @property
    def is_usable(self) -> bool:
        """Whether there is anything to hear."""
        return self._usable

    def set_heard(self, heard: bool) -> None:
        """Show whether this is what is heard."""
        if heard != self._heard:
            self._heard = heard
            self.update()

    def set_usable(self, usable: bool) -> None:
        """Whether there is anything to hear."""
        if usable != self._usable:
            self._usable = usable
            self.setCursor(Qt.CursorShape.PointingHandCursor if usable else Qt.CursorShape.ArrowCursor)
            self.update()

    def hear(self) -> None:
        """Ask to hear this card."""
        if self._usable:
            self._hear(self.key)

    def event(self, event: QEvent) -> bool:
        """Keys that a control on the card leaves go to the desk, not to the card."""
        return (self.hasFocus() and claims(event, PRESS_KEYS)) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press that no control on the card has taken."""
        drop_tab_focus()
        if event.button() is Qt.MouseButton.LeftButton:
            self.hear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if event.key() in PRESS_KEYS and self.hasFocus():
            self.hear()
        else:
            super().keyPressEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        source = theme.source_color(self.key)
        width = metrics.HEARD_BORDER if self.is_heard else 1.0
        inset = width / 2
        outer = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.heard_fill if self.is_heard else colors.panel)
        painter.drawRoundedRect(outer, metrics.PANEL_RADIUS, metrics.PANEL_RADIUS)
        self._paint_edge(painter)
        edge = source if self.is_heard else colors.highlight if self.hasFocus() else colors.panel_border
        painter.setPen(QPen(edge, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(outer, metrics.PANEL_RADIUS, metrics.PANEL_RADIUS)
        if not self.is_heard:
            self._paint_edge(painter)

    def _paint_edge(self, painter: QPainter) -> None:
        """The colored top, cut to the card's round corners."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), metrics.PANEL_RADIUS, metrics.PANEL_RADIUS)
        painter.save()
        painter.setClipPath(path)
        color = theme.source_color(self.key)
        painter.fillRect(0, 0, self.width(), metrics.EDGE, color if self._usable else theme.with_alpha(color, 0.45))
        painter.restore()
