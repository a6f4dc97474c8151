"""A small rounded label; those of findings can be clicked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from masterdesk.window import theme
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.painting import safely

HEIGHT, SIDE = 24, 10
LEAST_WIDTH = 48
#: Opacity of the frame, so that many warnings do not shout.
FRAME_ALPHA = 0.75


class Chip(Button):
    """`tone` is "dim", "warning" or "danger". What cannot be clicked takes no focus."""

    def __init__(self, text: str, tone: str = "dim", clickable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, "chip", parent)
        self.tone, self._clickable = tone, clickable
        self.setFixedHeight(HEIGHT)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_words(self, text: str, tone: str, tooltip: str) -> None:
        """Say something else."""
        self.tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tooltip)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(QFontMetrics(theme.font("small_number")).horizontalAdvance(self.text()) + 2 * SIDE + 2, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(LEAST_WIDTH, HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        frame, fill, ink = self._colors()
        painter, box = QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(frame, 1.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        painter.setPen(ink)
        painter.setFont(theme.font("small_number"))
        inside = self.rect().adjusted(SIDE, 0, -SIDE, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        """Frame, ground and text."""
        colors = theme.current()
        looks = {
            "dim": (colors.panel_border, colors.background, colors.text_dim),
            "warning": (theme.with_alpha(colors.warning, FRAME_ALPHA), colors.warning_fill, colors.warning),
            "danger": (theme.with_alpha(colors.danger, FRAME_ALPHA), colors.danger_fill, colors.danger),
        }
        frame, fill, ink = looks[self.tone]
        if self._clickable and self.underMouse():
            fill = theme.mix(fill, ink, 0.12)
        return (colors.highlight if self.hasFocus() else frame), fill, ink
