"""Files held over a part of the desk: which they are, and how a place looks that takes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from masterdesk.window import theme
from masterdesk.window.theme import metrics

#: How much of the highlight lies over the place.
FILL = 0.12


def dropped_files(data: QMimeData) -> list[Path]:
    """Files of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def paint_drop(painter: QPainter, place: QRectF, text: str) -> None:
    """The place that takes what is dropped, and what it does with it."""
    colors = theme.current()
    radius = metrics.CONTROL_RADIUS
    painter.setPen(QPen(colors.highlight, 2.0))
    painter.setBrush(theme.mix(colors.panel, colors.highlight, FILL))
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius)
    painter.setPen(colors.text)
    painter.setFont(theme.font("strong"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
