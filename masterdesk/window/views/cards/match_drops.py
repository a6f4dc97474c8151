"""Files held over a slot's card: dropped there, the slot matches them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from masterdesk.window.models.session_file import SUFFIX as SESSION_SUFFIX
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.card_frame import CardFrame
from masterdesk.window.views.dropping import dropped_files, paint_drop
from masterdesk.window.views.painting import safely

TEXT = "Match this"


class MatchDrops(QObject):
    """Makes a card with a track behind it take files; `take(paths)` is called when some were dropped."""

    def __init__(self, card: CardFrame, take: Callable[[list[Path]], None]) -> None:
        super().__init__(card)
        self._card, self._take = card, take
        self.cover = _Cover(card)
        card.setAcceptDrops(True)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, move, leave, drop."""
        if event.type() == QEvent.Type.DragLeave:
            self.cover.hide()
        if not isinstance(event, (QDragEnterEvent, QDragMoveEvent, QDropEvent)):
            return False
        files = dropped_files(event.mimeData())
        is_session = any(file.suffix == SESSION_SUFFIX for file in files)
        if not files or is_session or not self._card.is_usable:
            event.ignore()  # the desk may take them
            return True
        event.acceptProposedAction()
        self.cover.show_over()
        if event.type() == QEvent.Type.Drop:
            self.cover.hide()
            self._take(files)
        return True


class _Cover(QWidget):
    """Lies over the card as long as files are held there."""

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self) -> None:
        """Cover the whole card."""
        self.setGeometry(self._card.rect().adjusted(0, metrics.EDGE, 0, 0))
        self.raise_()
        self.show()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_drop(painter, QRectF(self.rect()), TEXT)
        painter.end()
