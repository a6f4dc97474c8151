"""The top of a card: its name, its genre, its key, and what it promises."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import draw_row_background
from masterdesk.window.views.controls.glyphs import draw_glyph
from masterdesk.window.views.controls.labels import ElidedLabel, badge
from masterdesk.window.views.controls.pressing import PressKeys
from masterdesk.window.views.painting import safely

_CHEVRON_PX = 12
#: Height of the line with the name, the same on all cards.
NAME_PX = 22


class CardHead(QWidget):
    """Name and key of a card that has nothing to choose, over a second line."""

    def __init__(self, name: str, key_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.line = ElidedLabel(name, "strong"), ElidedLabel("", "body", "text_dim")
        top = QHBoxLayout()
        top.addSpacerItem(QSpacerItem(0, NAME_PX))
        top.addWidget(self.name, 1)
        top.addWidget(badge(key_text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.line)


class NameButton(PressKeys, QPushButton):
    """A slot's name with the genre of its profile and a small arrow: a click chooses another profile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._genre = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str, genre: str) -> None:
        """Show which profile it is."""
        if (name, genre) != (self._name, self._genre):
            self._name, self._genre = name, genre
            self.update()

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self._name

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(120, NAME_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(60, NAME_PX)

    def hitButton(self, position: QPoint) -> bool:
        """What stands right of the words is the card's own: a click there hears it."""
        return position.x() <= self._end_px()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if self.hitButton(event.position().toPoint()):
            super().mousePressEvent(event)
        else:
            event.ignore()

    def _end_px(self) -> int:
        """Where the arrow ends."""
        names = QFontMetrics(theme.font("strong")).horizontalAdvance(self._name)
        genres = QFontMetrics(theme.font("small")).horizontalAdvance(self._genre)
        words = names + (6 + genres if self._genre else 0)
        return min(words + _CHEVRON_PX + 3 * metrics.TIGHT, self.width())

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        draw_row_background(painter, self, self._end_px())
        room = QRect(0, 0, self.width() - _CHEVRON_PX - metrics.TIGHT, self.height())
        x = self._paint(painter, room, self._name, "strong", "text")
        x = self._paint(painter, room.adjusted(x + 6 if self._genre else x, 0, 0, 0), self._genre, "small", "text_dim")
        box = QRect(x + metrics.TIGHT, (self.height() - _CHEVRON_PX) // 2 + 1, _CHEVRON_PX, _CHEVRON_PX)
        draw_glyph(painter, "down", box.toRectF(), colors.text if self.underMouse() else colors.text_faint)

    @staticmethod
    def _paint(painter: QPainter, room: QRect, text: str, role: str, tone: str) -> int:
        """Paint `text` elided into `room`; gives where it ends."""
        font = theme.font(role)
        measure = QFontMetrics(font)
        shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.setFont(font)
        painter.setPen(getattr(theme.current(), tone))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return room.left() + measure.horizontalAdvance(shown)
