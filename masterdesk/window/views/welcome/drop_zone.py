"""Where a file may be dropped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.glyphs import draw_glyph
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.painting import safely

SIGN_PX, TOP_PX, SIDE_PX = 40, 84, 28
FORMATS = "WAV, AIFF, FLAC, MP3, M4A, Ogg, Opus and more. Nothing leaves this computer."


class DropZone(QWidget):
    """A dashed frame with a note in it; brighter while something is held over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inviting = False
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SIDE_PX, TOP_PX, SIDE_PX, SIDE_PX)
        self.body.setSpacing(metrics.GAP)
        for text, role, tone in (("Drop a mix here", "hero", ""), (FORMATS, "body", "dim")):
            line = label(text, role, tone)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.body.addWidget(line)
        self.body.addSpacing(metrics.GAP)

    def set_inviting(self, inviting: bool) -> None:
        """Show that what is held over it may be let go."""
        self._inviting = inviting
        self.update()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = colors.highlight if self._inviting else colors.grid_strong
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(colors.highlight_fill if self._inviting else colors.panel)
        radius = 2 * metrics.PANEL_RADIUS
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        sign = QRectF((self.width() - SIGN_PX) / 2, 32, SIGN_PX, SIGN_PX)
        draw_glyph(painter, "note", sign, colors.highlight)
