"""Chooses one of the 14 profiles, or none."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from masterdesk.engine.resources import profiles
from masterdesk.window import theme
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.delegates import paint_item_background
from masterdesk.window.views.controls.keys import PRESS_KEYS, STEP_KEYS, KeyClaim
from masterdesk.window.views.controls.popup import Popup

CELL = QSize(408, 55)
COLUMNS = 2
#: The key of no profile; a profile's key is its letter.
NONE_KEY = "-"
NONE_TEXTS = ("No profile", "", "only loudness and ceiling", "Leaves tone, dynamics and width as they are.")
_LETTER_ROLE = Qt.ItemDataRole.UserRole
_TEXTS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class ProfilePopup(Popup):
    """Emits `chosen` with the letter, or `None` for no profile, and closes."""

    chosen = Signal(object)

    def __init__(self, letter: str | None, parent: QWidget) -> None:
        super().__init__("Profiles", parent)
        self.body.setContentsMargins(6, 6, 6, 6)
        self.list = _LetterList()
        self.list.setAccessibleName("Profiles")
        self.list.setItemDelegate(_ProfileDelegate(self.list))
        self.list.setFlow(QListWidget.Flow.TopToBottom)
        self.list.setWrapping(True)
        self.list.setGridSize(CELL)
        self._fill(letter)
        rows = -(-self.list.count() // COLUMNS)
        self.list.setFixedSize(COLUMNS * CELL.width() + 8, rows * CELL.height() + 8)
        for policy in (self.list.setHorizontalScrollBarPolicy, self.list.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        KeyClaim(self.list, STEP_KEYS | PRESS_KEYS)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.typed.connect(self._choose_key)
        self.body.addWidget(self.list)
        self.list.setFocus()

    def _fill(self, letter: str | None) -> None:
        entries = [(p.letter, (p.name, p.genre, p.promise, p.description)) for p in profiles()]
        for code, texts in [*entries, (None, NONE_TEXTS)]:
            item = QListWidgetItem(texts[0], self.list)
            item.setData(_LETTER_ROLE, code)
            item.setData(_TEXTS_ROLE, texts)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, ". ".join(texts[1:]))
            item.setToolTip("\n".join(text for text in texts[1:] if text))
            if code == letter:
                self.list.setCurrentItem(item)

    def _choose_key(self, key: str) -> None:
        for item in map(self.list.item, range(self.list.count())):
            if (item.data(_LETTER_ROLE) or NONE_KEY) == key.lower():
                self._choose(item)
                break

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_LETTER_ROLE))
        self.close()


class _LetterList(QListWidget):
    """Emits `typed` with a letter: the caps before the names are keys. Qt would look for a name with it."""

    typed = Signal(str)

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)


class _ProfileDelegate(QStyledItemDelegate):
    """Letter, name and genre over promise and description."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors, rect = theme.current(), QRect(option.rect)
        name, genre, promise, description = index.data(_TEXTS_ROLE)
        painter.save()
        paint_item_background(painter, option)
        self._letter(painter, QRect(rect.left() + 9, rect.top() + 7, 20, 20), index.data(_LETTER_ROLE))
        room = rect.adjusted(39, 5, -metrics.GAP, 0)
        room.setHeight(17)
        used = _line(painter, room, name, "strong", colors.text)
        _line(painter, room.adjusted(used + metrics.GAP, 0, 0, 0), genre, "small", colors.highlight)
        _line(painter, room.translated(0, 17), promise, "small", colors.text)
        _line(painter, room.translated(0, 31), description, "tiny", colors.text_dim)
        painter.restore()

    @staticmethod
    def _letter(painter: QPainter, box: QRect, letter: str | None) -> None:
        colors = theme.current()
        painter.setPen(QPen(colors.grid_strong, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.toRectF(), metrics.BADGE_RADIUS, metrics.BADGE_RADIUS)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text_dim)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter or "–")


def _line(painter: QPainter, room: QRect, text: str, role: str, color: object) -> int:
    """One elided line; gives its width."""
    measure = QFontMetrics(theme.font(role))
    shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.setFont(theme.font(role))
    painter.setPen(color)
    painter.drawText(room, _LEFT, shown)
    return measure.horizontalAdvance(shown)
