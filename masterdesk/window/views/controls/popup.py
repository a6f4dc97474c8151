"""A panel that opens beside a control and closes by Escape or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from masterdesk.window.theme import metrics


class Popup(QFrame):
    """Put widgets into `body`, then `open_at` the control that it belongs to."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(metrics.PADDING, metrics.PADDING, metrics.PADDING, metrics.PADDING)
        self.body.setSpacing(metrics.GAP)

    def open_at(self, anchor: QWidget, above: bool = False) -> None:
        """Show below (or `above`) `anchor`, inside its screen and, if there is room, its window.

        The anchor has the focus again afterwards.
        """
        self.adjustSize()
        self.move(self._place(anchor, above))
        self.show()

    def event(self, event: QEvent) -> bool:
        """While it is open, keys are its own and not the desk's."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _place(self, anchor: QWidget, above: bool) -> QPoint:
        screen = anchor.screen().availableGeometry()
        top = anchor.mapToGlobal(QPoint(0, 0))
        below = top + QPoint(0, anchor.height() + metrics.TIGHT)
        over = top - QPoint(0, self.height() + metrics.TIGHT)
        place = over if above or below.y() + self.height() > screen.bottom() else below
        window = anchor.window().frameGeometry()
        right, bottom = screen.right(), screen.bottom()
        if window.width() > self.width() + metrics.PADDING:
            right = min(right, window.right() - metrics.PADDING)
        if window.height() > self.height() + metrics.TIGHT:
            bottom = min(bottom, window.bottom() - metrics.TIGHT)
        x = min(max(place.x(), screen.left()), right - self.width())
        y = min(max(place.y(), screen.top()), bottom - self.height())
        return QPoint(x, y)
