"""Tells a screen reader what appears without being asked for."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have `text` read out, when what is being read has been; `widget` is where it stands."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
