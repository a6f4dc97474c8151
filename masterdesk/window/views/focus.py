"""Where the keyboard goes when what had it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def handing_on_focus(part: QWidget) -> Iterator[None]:
    """If what has the keyboard in `part` is hidden meanwhile, the window has it afterwards.

    Qt would give it to whatever Tab comes to next, and the space bar would press that instead of playing.
    """
    window = part.window()
    focused = window.focusWidget()
    yield
    if focused is not None and part.isAncestorOf(focused) and not focused.isVisible():
        window.setFocus()
