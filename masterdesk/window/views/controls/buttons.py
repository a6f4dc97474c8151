"""Buttons: plain, with a drawn sign, and as wide as a row of a card."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.glyphs import draw_glyph
from masterdesk.window.views.controls.pressing import PressKeys
from masterdesk.window.views.painting import safely

#: How strong the ground of what has the focus is, and how thick the line below it.
FOCUS_ALPHA, FOCUS_PX = 0.16, 2.0


class Button(PressKeys, QToolButton):
    """A tool button that is focused by Tab only, and then pressed by Space or Return. `role`: see the style sheet."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def follow(self, action: QAction, text: str = "") -> None:
        """Be the button of a command: its state, its enabling, its key in the tooltip. `text` overrules its words."""
        self.setDefaultAction(action)
        show_command(self, action, text)
        action.changed.connect(lambda: show_command(self, action, text))


def small_button(text: str, role: str, parent: QWidget | None = None) -> Button:
    """A button for a row of small ones."""
    button = Button(text, role, parent)
    button.setFont(theme.font("small"))
    button.setFixedHeight(metrics.SMALL_CONTROL_HEIGHT)
    return button


class GlyphButton(Button):
    """A button with a sign of `glyphs` instead of words; `name` is what a screen reader says."""

    def __init__(self, glyph: str, name: str, role: str = "", size_px: int = 16, parent: QWidget | None = None) -> None:
        super().__init__("", role, parent)
        self._glyph, self._size_px = glyph, size_px
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_glyph(self, glyph: str) -> None:
        """Show another sign."""
        if glyph != self._glyph:
            self._glyph = glyph
            self.update()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(self._size_px + 2 * metrics.GAP, max(self._size_px + metrics.GAP, metrics.SMALL_CONTROL_HEIGHT))

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        self.setText("")
        super().paintEvent(event)
        colors, painter = theme.current(), QPainter(self)
        strong = self.property("role") != "quiet" or self.underMouse() or self.hasFocus()
        color = colors.text if strong else colors.text_dim
        box = QRectF(0, 0, self._size_px, self._size_px)
        box.moveCenter(QRectF(self.rect()).center())
        draw_glyph(painter, self._glyph, box, color if self.isEnabled() else colors.text_disabled)


class RowButton(PressKeys, QPushButton):
    """A row of a card: what it sets at the left, what it is set to at the right; a click changes it.

    `tone` of the value is "text", "ok", "faint" or any other color's name of the theme.
    """

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._value, self._tone = label, "", "text"
        self._height = 21
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_value(self, value: str, tone: str = "text") -> None:
        """Show what it is set to."""
        if (value, tone) != (self._value, self._tone):
            self._value, self._tone = value, tone
            self.setAccessibleDescription(value)
            self.update()

    @property
    def value_text(self) -> str:
        """What is shown at the right."""
        return self._value

    def set_row_height(self, height: int) -> None:
        """Take `height` pixels."""
        self._height = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(120, self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(60, self._height)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter = QPainter(self)
        draw_row_background(painter, self)
        draw_label_and_value(painter, self.rect(), self._label, self._value, self._tone, self.isEnabled())


def draw_label_and_value(
    painter: QPainter, room: QRect, label: str, value: str, tone: str, enabled: bool = True
) -> None:
    """What it is at the left, what it is set to at the right, elided where there is no room."""
    colors, middle = theme.current(), Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font("body"))
    used = painter.fontMetrics().horizontalAdvance(label) + metrics.GAP
    painter.setPen(colors.text_dim if enabled else colors.text_disabled)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, label)
    painter.setFont(theme.font("number"))
    painter.setPen(getattr(colors, tone) if enabled else colors.text_disabled)
    rest = room.adjusted(used, 0, 0, 0)
    shown = painter.fontMetrics().elidedText(value, Qt.TextElideMode.ElideRight, rest.width())
    painter.drawText(rest, Qt.AlignmentFlag.AlignRight | middle, shown)


def draw_row_background(painter: QPainter, button: QWidget, width: int | None = None) -> None:
    """The tint under the mouse, and that of the focus with a line below; a frame would cut into the row's text.

    `width` is that of the part which can be pressed, `None` for all of it.
    """
    colors = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outer = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    outer.setWidth(outer.width() if width is None else width)
    if button.underMouse() and button.isEnabled():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(colors.text, 0.06))
        painter.drawRoundedRect(outer, metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
    if button.hasFocus():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(colors.highlight, FOCUS_ALPHA))
        painter.drawRoundedRect(outer, metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
        painter.fillRect(QRectF(outer.left(), button.height() - FOCUS_PX, outer.width(), FOCUS_PX), colors.highlight)


def key_text(action: QAction) -> str:
    """The first key of a command as people read it, empty if it has none."""
    return action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)


def with_key(text: str, action: QAction) -> str:
    """Words with the key that does the same, `Play (Space)`."""
    key = key_text(action)
    return f"{text} ({key})" if key else text


def show_command(button: QToolButton, action: QAction, text: str = "") -> None:
    """Words, name and tooltip (what it does, and its key) of a command."""
    button.setText(text or action.text())
    button.setAccessibleName(action.text())
    button.setToolTip(with_key(action.statusTip() or action.text(), action))
