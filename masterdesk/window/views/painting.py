"""Painting that fails is told like any other mishap, and costs one picture instead of the program."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def safely(paint: Callable[[W, QPaintEvent], None]) -> Callable[[W, QPaintEvent], None]:
    """For every `paintEvent`: an exception goes to `sys.excepthook` and no further.

    A traceback keeps the local painter alive beyond the paint event, and Qt then crashes:
    so the frames are cleared, which ends it.
    """

    @functools.wraps(paint)
    def paint_event(self: W, event: QPaintEvent) -> None:
        try:
            paint(self, event)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            traceback.clear_frames(error.__traceback__)

    return paint_event
