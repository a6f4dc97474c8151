"""A letter that stands for a card while its name is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.words import source_name
from masterdesk.window.views.controls.pressing import PressKeys
from masterdesk.window.views.painting import safely

_MOVE_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
DRAG_PX = 8


class LetterTile(PressKeys, QPushButton):
    """A click hears it. `moved(steps)`: Alt with the arrow keys; `dragged(x)`: it is drawn along, x in its parent."""

    moved = Signal(int)
    dragged = Signal(float)
    dropped = Signal()

    def __init__(self, letter: str, place: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter = letter
        self._place, self._name, self._source, self._heard = place, "", "", False
        self._press: QPointF | None = None
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tell()

    def set_place(self, place: str) -> None:
        """Show which rank it has."""
        if place != self._place:
            self._place = place
            self._tell()

    def set_heard(self, heard: bool) -> None:
        """Show whether it is what is heard."""
        if heard != self._heard:
            self._heard = heard
            self._tell()

    def reveal(self, name: str, source: str) -> None:
        """Show which card it is; empty texts hide it again."""
        if (name, source) != (self._name, self._source):
            self._name, self._source = name, source
            self._tell()

    @property
    def shown_name(self) -> str:
        """The name under the letter, empty while it is hidden."""
        return self._name

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(130, 110)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(70, 80)

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _steps(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if _steps(event):
            self.moved.emit(_steps(event))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        self._press = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if self._press is None:
            return
        if abs(event.position().x() - self._press.x()) >= DRAG_PX:
            self._dragging = True
        if self._dragging:
            self.dragged.emit(self.mapToParent(event.position().toPoint()).x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if self._dragging:
            self.setDown(False)
            self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)
        self._press, self._dragging = None, False

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = metrics.HEARD_BORDER if self._heard or self.hasFocus() else 1.0
        outer = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        fill = colors.raised_hover if self._heard or self.underMouse() else colors.raised
        painter.setBrush(fill)
        painter.setPen(QPen(self._edge(), width))
        painter.drawRoundedRect(outer, metrics.PANEL_RADIUS, metrics.PANEL_RADIUS)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        colors, box = theme.current(), self.rect().adjusted(8, 8, -8, -8)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text_dim)
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._place)
        painter.setFont(theme.font("hero"))
        painter.setPen(colors.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.letter)
        painter.setFont(theme.font("strong" if self._name else "small"))
        painter.setPen(theme.source_color(self._source) if self._source else colors.text_dim)
        below = self._name or ("playing" if self._heard else "")
        below = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, below)

    def _edge(self) -> QColor:
        """No color while names are hidden: each is that of a card, that of the focus too."""
        colors = theme.current()
        if self._source:
            return theme.source_color(self._source)
        if self._heard:
            return colors.text
        return colors.text_dim if self.hasFocus() else colors.panel_border

    def _tell(self) -> None:
        parts = [f"Hear {self.letter}", self._name, f"rank {self._place}" if self._place else ""]
        self.setAccessibleName(", ".join(part for part in (*parts, "playing" if self._heard else "") if part))
        self.update()


def dealt(letters: Iterable[str], actions: Actions) -> dict[str, LetterTile]:
    """A tile for each letter, by which it is heard."""
    tiles = {letter: LetterTile(letter) for letter in letters}
    for letter, tile in tiles.items():
        tile.clicked.connect(lambda _=False, letter=letter: actions.blind.hear(letter))
    return tiles


def show_tiles(tiles: Mapping[str, LetterTile], models: Models) -> None:
    """Show what is heard, and which cards the letters are once that is revealed."""
    blind, heard = models.blind, models.desk.state.heard
    names = {letter: key for key, letter in blind.labels.items()} if blind.revealed else {}
    for letter, tile in tiles.items():
        key = names.get(letter, "")
        tile.set_heard(key == heard if blind.revealed else letter == blind.heard_letter)
        tile.reveal(source_name(models, key) if key else "", key)


def _steps(event: QKeyEvent) -> int:
    is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return _MOVE_KEYS.get(Qt.Key(event.key()), 0) if is_alt else 0
